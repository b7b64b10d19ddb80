"""Addresses of joint selection."""

from django.urls import path

from samsyn.entry.selection import views

app_name = "selection"
urlpatterns = [
    path("urval/", views.meetings, name="meetings"),
    path("urval/mote/nytt/", views.new, name="new"),
    path("urval/mote/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("urval/mote/<uuid:meeting_id>/ta-upp/<uuid:referral_id>/", views.add, name="add"),
    path("urval/mote/<uuid:meeting_id>/med/", views.present, name="present"),
    path("urval/mote/<uuid:meeting_id>/avsluta/", views.close, name="close"),
    path("urval/punkt/<uuid:agenda_id>/underlag/", views.picture, name="picture"),
    path("urval/punkt/<uuid:agenda_id>/beslut/", views.decide, name="decide"),
    path("urval/remiss/<uuid:referral_id>/beslut/", views.alone, name="alone"),
    path("urval/ko/", views.queue_list, name="queue"),
    path("urval/ko/<uuid:entry_id>/<str:way>/", views.move, name="move"),
    path("urval/ko/<uuid:entry_id>/", views.leave, name="leave"),
    path("urval/flode/", views.flow_list, name="flows"),
    path("urval/flode/<uuid:intervention_id>/", views.flow, name="flow"),
]
