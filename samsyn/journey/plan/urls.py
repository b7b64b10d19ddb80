"""Addresses of plans and their parts."""

from django.urls import path

from samsyn.journey.plan import part_views, views

app_name = "plan"
urlpatterns = [
    path("arende/<uuid:case_id>/plan/", views.plan_page, name="page"),
    path("arende/<uuid:case_id>/plan/skriv-ut/", views.plan_print, name="print"),
    path("arende/<uuid:case_id>/plan/ny/", views.start, name="start"),
    path("arende/<uuid:case_id>/plan/dela/", views.share_older, name="share"),
    path("plan/<uuid:plan_id>/andra/", views.rewrite, name="rewrite"),
    path("plan/<uuid:plan_id>/faststall/", views.settle, name="settle"),
    path("arende/<uuid:case_id>/mal/nytt/", part_views.new_goal, name="goal"),
    path("arende/<uuid:case_id>/delmal/nytt/", part_views.new_milestone, name="milestone"),
    path("arende/<uuid:case_id>/annan-plan/ny/", part_views.new_link, name="link"),
    path("mal/<uuid:part_id>/andra/", part_views.change_goal, name="change_goal"),
    path("delmal/<uuid:part_id>/andra/", part_views.change_milestone, name="change_milestone"),
    path("annan-plan/<uuid:part_id>/andra/", part_views.change_link, name="change_link"),
    path("mal/<uuid:part_id>/natt/", part_views.reach_goal, name="reach_goal"),
    path("delmal/<uuid:part_id>/natt/", part_views.reach_milestone, name="reach_milestone"),
]
