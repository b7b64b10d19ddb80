"""Addresses of meetings."""

from django.urls import path

from samsyn.journey.meeting import minutes_views, views

app_name = "meeting"
urlpatterns = [
    path("arende/<uuid:case_id>/mote/nytt/", views.call, name="call"),
    path("arende/<uuid:case_id>/moten/", views.list_of_case, name="list"),
    path("mote/<uuid:meeting_id>/", views.read, name="read"),
    path("mote/<uuid:meeting_id>/kallelse/", views.paper, name="paper"),
    path("mote/<uuid:meeting_id>/andra/", views.change, name="change"),
    path("mote/<uuid:meeting_id>/stall-in/", views.cancel, name="cancel"),
    path("mote/<uuid:meeting_id>/svara/", views.reply, name="reply"),
    path("mote/<uuid:meeting_id>/vid-bordet/", views.table, name="table"),
    path("mote/<uuid:meeting_id>/narvaro/", views.hold, name="hold"),
    path("mote/<uuid:meeting_id>/anteckningar/nya/", minutes_views.write, name="minutes"),
    path("minnesanteckning/<uuid:minutes_id>/", minutes_views.read, name="read_minutes"),
    path("minnesanteckning/<uuid:minutes_id>/ratta/", minutes_views.correct, name="correct_minutes"),
    path("minnesanteckning/<uuid:minutes_id>/aterta/", minutes_views.retract, name="retract_minutes"),
    path("svar/<str:secret>/", views.answer, name="public_answer"),
]
