"""All addresses, a topic a line. Page addresses are Swedish."""

from django.urls import URLPattern, URLResolver, include, path

from samsyn.web import views

handler400 = "samsyn.web.views.bad_request"
handler404 = "samsyn.web.views.not_found"
handler500 = "samsyn.web.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("samsyn.web.start.urls")),
    path("sprak/", views.set_language, name="set_language"),
    path("", include("samsyn.web.post.urls")),
    path("konto/", include("samsyn.web.account_urls")),
    path("", include("samsyn.basis.urls")),
    path("", include("samsyn.entry.consent.urls")),
    path("", include("samsyn.entry.referral.urls")),
    path("", include("samsyn.entry.selection.urls")),
    path("", include("samsyn.entry.enrolment.urls")),
    path("", include("samsyn.entry.person.urls")),
    path("", include("samsyn.journey.attachment.urls")),
    path("", include("samsyn.journey.timeline.urls")),
    path("", include("samsyn.journey.note.urls")),
    path("", include("samsyn.journey.course.urls")),
    path("", include("samsyn.journey.exit.urls")),
    path("", include("samsyn.journey.handover.urls")),
    path("", include("samsyn.journey.assessment.urls")),
    path("", include("samsyn.journey.livelihood.urls")),
    path("", include("samsyn.journey.follow_up.urls")),
    path("", include("samsyn.journey.progress.urls")),
    path("", include("samsyn.journey.purchase.urls")),
    path("", include("samsyn.journey.request.urls")),
    path("", include("samsyn.journey.activity.urls")),
    path("", include("samsyn.journey.plan.urls")),
    path("", include("samsyn.journey.meeting.urls")),
    path("", include("samsyn.journey.form.urls")),
    path("", include("samsyn.journey.document.urls")),
    path("", include("samsyn.journey.ladder.urls")),
    path("", include("samsyn.journey.method.urls")),
    path("", include("samsyn.journey.participant_list.urls")),
    path("", include("samsyn.journey.workplace.urls")),
    path("", include("samsyn.learning.pilot_case.urls")),
    path("", include("samsyn.learning.deviation.urls")),
    path("", include("samsyn.learning.goal.urls")),
    path("", include("samsyn.learning.study.urls")),
    path("", include("samsyn.learning.statistics.urls")),
    path("", include("samsyn.learning.published.urls")),
]
