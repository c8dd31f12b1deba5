"""Addresses of the doors, and of what all doors share."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.pages.urls")),
    path("quan-tri/", include("motcua.board.urls")),
    path("", include("motcua.desk.urls")),
]

handler500 = "motcua.config.faults.server_error"
