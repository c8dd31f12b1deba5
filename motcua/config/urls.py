"""Addresses of the doors, and of what all doors share."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.pages.urls")),
    *([path("", include("motcua.desk.urls"))] if find_spec("motcua.desk.urls") else []),
]

handler500 = "motcua.config.faults.server_error"
