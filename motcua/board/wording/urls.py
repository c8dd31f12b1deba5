"""Addresses of templates and words."""

from django.urls import path

from motcua.board.wording import changes, views

urlpatterns = [
    path("", views.listed, name="wording_list"),
    path("<slug:unit>/<slug:key>", views.template, name="wording_template"),
    path("<slug:unit>/<slug:key>/ban/<int:number>", views.paper, name="wording_paper"),
    path("<slug:unit>/<slug:key>/so-sanh", views.compare, name="wording_compare"),
    path("<slug:unit>/<slug:key>/soan", changes.edit, name="wording_edit"),
    path("<slug:unit>/<slug:key>/cong-bo", changes.publish, name="wording_publish"),
    path("<slug:unit>/<slug:key>/bo", changes.discard, name="wording_discard"),
]
