"""Addresses of the catalogue of procedures."""

from django.urls import path

from motcua.board.procedures.views import changes, editing, importing, listing, local, page, trying

_VERSION = "<str:slug>/phien-ban/<int:number>"
urlpatterns = [
    path("", listing.procedures, name="procedures_list"),
    path("tep", listing.file, name="procedures_file"),
    path("them", changes.add, name="procedures_add"),
    path("nhap", importing.updates, name="procedures_import"),
    path("nhap/bieu-mau", importing.blank, name="procedures_import_blank"),
    path("<str:slug>", page.procedure, name="procedures_page"),
    path("<str:slug>/soan", changes.start, name="procedures_start"),
    path("<str:slug>/ket-thuc", changes.end, name="procedures_end"),
    path(_VERSION, page.version, name="procedures_version"),
    path(f"{_VERSION}/sua", editing.plain, name="procedures_edit"),
    path(f"{_VERSION}/sua/<slug:part>", editing.rows, name="procedures_rows"),
    path(f"{_VERSION}/thu", trying.as_citizen, name="procedures_try"),
    path(f"{_VERSION}/thu/tiep-nhan", trying.as_officer, name="procedures_try_officer"),
    path(f"{_VERSION}/cong-khai", changes.publish, name="procedures_publish"),
    path(f"{_VERSION}/rut", changes.withdraw, name="procedures_withdraw"),
    path("<str:slug>/don-vi/<slug:unit>", local.unit, name="procedures_local"),
    path("<str:slug>/don-vi/<slug:unit>/ghi", local.add, name="procedures_local_add"),
    path(
        "<str:slug>/don-vi/<slug:unit>/<int:number>/<slug:act>", local.act,
        name="procedures_local_act",
    ),
]  # fmt: skip
