"""Addresses about a case; the timeline, which has the case page, includes these."""

from django.urls import path

from samsyn.entry.case import sharing_views, views

urlpatterns = [
    path("inkorg/", views.inbox, name="inbox"),
    path("inkorg/<uuid:assignment_id>/ta/", views.take, name="take"),
    path("enhet/arenden/", views.unit, name="unit"),
    path("franvaro/", views.away, name="away"),
    path("franvaro/<uuid:staff_id>/", views.away, name="away_of"),
    path("franvaro/<uuid:staff_id>/tillbaka/", views.back, name="back"),
    path("arende/<uuid:case_id>/vilka/", views.people, name="people"),
    path("arende/<uuid:case_id>/lamna/", views.leave, name="leave"),
    path("arende/<uuid:case_id>/delning/", sharing_views.overview, name="sharing"),
    path("uppgift/<uuid:item_id>/dela/", sharing_views.share, name="share"),
    path("uppgift/<uuid:item_id>/lamna-ut/", sharing_views.share_on_ground, name="share_on_ground"),
    path("uppgift/<uuid:item_id>/till-akt/", sharing_views.take_to_file, name="take_to_file"),
    path("uppgift/<uuid:item_id>/text/", sharing_views.item_text, name="item_text"),
    path("uppgift/<uuid:item_id>/inford/", sharing_views.mark_filed, name="mark_filed"),
    path("delning/<uuid:disclosure_id>/sluta/", sharing_views.stop, name="stop_sharing"),
    path("akt/utan-namn/", sharing_views.own, name="own"),
    path("akt/utan-namn/<uuid:item_id>/", sharing_views.own_item, name="own_item"),
    path("akt/", sharing_views.filed, name="filed"),
    path("akt/<uuid:copy_id>/", sharing_views.filed_copy, name="filed_copy"),
]
