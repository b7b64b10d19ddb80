"""Addresses of the demo's mail."""

from django.urls import path

from samsyn.web.post import views

app_name = "post"
urlpatterns = [
    path("post/", views.mails, name="list"),
    path("post/<uuid:mail_id>/", views.mail, name="mail"),
    path("post/<uuid:mail_id>/mote.ics", views.calendar, name="calendar"),
]
