"""Addresses of the board; every one has a row in the walk of rights."""

from django.urls import URLPattern, URLResolver, include, path

from motcua.board import views

app_name = "board"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("don-vi/", include("motcua.board.units.urls")),
    path("can-bo/", include("motcua.board.officers.urls")),
    path("nhap/", include("motcua.board.imports.urls")),
    path("tai-khoan/", include("motcua.board.sessions.urls")),
    path("lich/", include("motcua.board.calendar.urls")),
    path("thu-tuc/", include("motcua.board.procedures.urls")),
    path("quy-trinh/", include("motcua.board.routes.urls")),
    path("nhat-ky/", include("motcua.board.audit.urls")),
    path("mau/", include("motcua.board.wording.urls")),
    path("van-hanh/", include("motcua.board.health.urls")),
]
