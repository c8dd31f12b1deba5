"""Addresses of the doors, and of what all doors share."""

from django.urls import URLPattern, URLResolver, include, path

from motcua.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe", health.alive, name="alive"),
    path("san-sang", health.ready, name="ready"),
    path("metrics", health.measured, name="metrics"),
    path(".well-known/security.txt", health.security_contact, name="security_contact"),
    path("", include("motcua.pages.urls")),
    path("quan-tri/", include("motcua.board.urls")),
    path("", include("motcua.desk.urls")),
]

handler400 = "motcua.config.faults.bad_request"
handler500 = "motcua.config.faults.server_error"
