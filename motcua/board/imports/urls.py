"""Addresses of the spreadsheets."""

from django.urls import path

from motcua.board.imports import views

urlpatterns = [
    path("<slug:kind>", views.upload, name="imports_upload"),
    path("<slug:kind>/mau", views.template, name="imports_template"),
]
