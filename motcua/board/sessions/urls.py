"""Addresses of the own account; every officer has one."""

from django.urls import path

from motcua.board.sessions import factors, managed, policy, views

urlpatterns = [
    path("", views.mine, name="sessions_mine"),
    path("cua/<str:code>", managed.account, name="sessions_officer"),
    path("cua/<str:code>/<slug:address>", managed.view, name="sessions_change"),
    path("don-vi/<slug:slug>", managed.unit_networks, name="sessions_unit"),
    path("quy-dinh-dang-nhap", policy.policy, name="sessions_policy"),
    path("mat-khau", views.password, name="sessions_password"),
    path("phien/<int:number>/ket-thuc", views.end, name="sessions_end"),
    path("phien/ket-thuc-phien-khac", views.end_others, name="sessions_end_others"),
    path("lop-hai", factors.choose, name="sessions_factors"),
    path("lop-hai/ung-dung", factors.app, name="sessions_app"),
    path("lop-hai/khoa", factors.passkey, name="sessions_passkey"),
    path("lop-hai/ma-du-phong", factors.codes, name="sessions_codes"),
    path("lop-hai/<int:number>/bo", factors.remove, name="sessions_factor_remove"),
    path("dang-nhap-mot-lan/bo-gan", views.unlink, name="sessions_unlink"),
]
