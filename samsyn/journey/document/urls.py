"""Addresses of documents."""

from django.urls import path

from samsyn.journey.document import blank, views

app_name = "document"
urlpatterns = [
    path("metod/<uuid:enrolment_id>/dokument/<slug:document>/", views.make, name="make"),
    path("dokument/<uuid:document_id>/", views.read, name="read"),
    path("dokument/<uuid:document_id>/andra/", views.correct, name="correct"),
    path("dokument/<uuid:document_id>/kryssa/", views.tick, name="tick"),
    path("dokument/<uuid:document_id>/skriv-under/<slug:who>/", views.sign, name="sign"),
    path("dokument/<uuid:document_id>/papper/", views.paper, name="paper"),
    path("dokument/<uuid:document_id>/pdf/", views.pdf, name="pdf"),
    path("dokument/<uuid:document_id>/word/", views.word, name="word"),
    path("dokument/tomt/<uuid:version_id>/<slug:document>/", blank.paper, name="blank"),
    path("dokument/tomt/<uuid:version_id>/<slug:document>/pdf/", blank.pdf, name="blank_pdf"),
    path("dokument/tomt/<uuid:version_id>/<slug:document>/word/", blank.word, name="blank_word"),
    path("dokument/word-mall/", blank.template, name="template"),
]
