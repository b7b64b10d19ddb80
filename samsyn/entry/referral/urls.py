"""Addresses of referrals."""

from django.urls import path

from samsyn.entry.referral import views

app_name = "referral"
urlpatterns = [
    path("remiss/ny/", views.start, name="start"),
    path("remiss/ny/<uuid:intervention_id>/", views.write, name="write"),
    path("remiss/<uuid:referral_id>/", views.read, name="page"),
    path("remiss/<uuid:referral_id>/andra/", views.edit, name="edit"),
    path("remiss/<uuid:referral_id>/skicka/", views.send, name="send"),
    path("remiss/<uuid:referral_id>/visa-vem/", views.make_known, name="make_known"),
    path("remiss/<uuid:referral_id>/ta-emot/", views.receive, name="receive"),
    path("remiss/<uuid:referral_id>/fraga/", views.ask, name="ask"),
    path("remiss/<uuid:referral_id>/svara/", views.answer, name="answer"),
    path("remiss/<uuid:referral_id>/nej/", views.decline, name="decline"),
    path("remiss/<uuid:referral_id>/ta-tillbaka/", views.withdraw, name="withdraw"),
    path("remisser/inkorg/", views.inbox, name="inbox"),
    path("remisser/skickade/", views.sent_list, name="sent"),
]
