"""Addresses of the board; every one has a row in the walk of rights."""

from django.urls import URLPattern, URLResolver, path

from motcua.board import views

app_name = "board"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]
