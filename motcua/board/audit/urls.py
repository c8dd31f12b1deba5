"""Addresses of the system journal."""

from django.urls import path

from motcua.board.audit import views

urlpatterns = [
    path("", views.acts, name="audit_acts"),
    path("luot-xem", views.readings, name="audit_readings"),
    path("xuat/<slug:book>", views.file, name="audit_file"),
]
