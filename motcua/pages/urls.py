"""Addresses that every door shares."""

from django.urls import path

from motcua.pages import views

app_name = "pages"
urlpatterns = [
    path("tuy-chon", views.set_preference, name="preference"),
    path("kieu-trang/<slug:name>-<slug:version>.css", views.sheet, name="sheet"),
    path("giao-dien/", views.specimen, name="specimen"),
]
