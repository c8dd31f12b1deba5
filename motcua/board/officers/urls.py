"""Addresses of the officers."""

from django.urls import path

from motcua.board.officers import changes, entering, views

urlpatterns = [
    path("", views.listed, name="officers_list"),
    path("tat-ca/xuat", views.file, name="officers_file"),
    path("tat-ca/them", entering.new, name="officers_new"),
    path("tat-ca/ban-giao", views.handover, name="officers_handover"),
    path("<str:code>", views.officer, name="officers_officer"),
    path("<str:code>/<slug:address>", changes.view, name="officers_change"),
    path("<str:code>/ket-thuc/<slug:held>/<int:key>", entering.end, name="officers_end"),
]
