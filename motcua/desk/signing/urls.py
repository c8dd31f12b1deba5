"""Addresses of signing in; they stand among those of the desk."""

from django.urls import path

from motcua.desk.signing import external, keeping, views

urlpatterns = [
    path("dang-nhap", views.log_in, name="log_in"),
    path("dang-nhap/lop-hai", views.second_factor, name="second_factor"),
    path("dang-nhap/mot-lan", external.begin, name="sign_on"),
    path("dang-nhap/mot-lan/ve", external.come_back, name="sign_on_back"),
    path("dang-xuat", views.log_out, name="log_out"),
    path("phien/con-lai", keeping.left, name="session_left"),
    path("phien/lam-tiep", keeping.extend, name="session_extend"),
    path("phien/giu", keeping.keep, name="session_keep"),
    path("ban-dang-ghi", keeping.drafts, name="drafts"),
    path("ban-dang-ghi/bo/<int:number>", keeping.drop, name="draft_drop"),
    path("ban-dang-ghi/noi-dung/<int:number>", keeping.values, name="draft_values"),
]
