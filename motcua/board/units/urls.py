"""Addresses of the units."""

from django.urls import path

from motcua.board.units import changes, views

urlpatterns = [
    path("", views.listed, name="units_list"),
    path("tat-ca/xuat", views.file, name="units_file"),
    path("<slug:slug>", views.unit, name="units_unit"),
    path("<slug:slug>/<slug:address>", changes.view, name="units_change"),
]
