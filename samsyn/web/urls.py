"""All addresses, a topic a line. Page addresses are Swedish."""

from django.urls import URLPattern, URLResolver, include, path

from samsyn.web import views
from samsyn.web.start.views import start

handler404 = "samsyn.web.views.not_found"
handler500 = "samsyn.web.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("sprak/", views.set_language, name="set_language"),
    path("konto/", include("samsyn.web.account_urls")),
    path("", include("samsyn.journey.timeline.urls")),
    path("", include("samsyn.journey.note.urls")),
]
