"""Addresses of the officers' desk; every one has a row in the walk of rights."""

from django.urls import path

from motcua.desk.signing import urls as signing
from motcua.desk.views import dossier, reception, report, special, work

app_name = "desk"
urlpatterns = [
    path("", work.inbox, name="home"),
    *signing.urlpatterns,
    path("viec-cua-toi", work.inbox, name="inbox"),
    path("don-vi", work.units, name="units"),
    path("tim", work.search, name="search"),
    path("so-lieu-mau", work.samples, name="samples"),
    path("tiep-nhan", reception.choose, name="receive"),
    path("tiep-nhan/<slug:unit>/<str:procedure>", reception.receive, name="receive_form"),
    path("tiep-nhan/<slug:unit>/<str:procedure>/tu-choi", reception.refuse, name="refuse_counter"),
    path(
        "tiep-nhan/<slug:unit>/<str:procedure>/phi-dia-gioi",
        special.boundary_free,
        name="receive_boundary_free",
    ),
    path(
        "tiep-nhan/<slug:unit>/<str:procedure>/lien-thong",
        special.interlinked,
        name="receive_interlinked",
    ),
    path("ho-so/<int:number>", dossier.dossier, name="dossier"),
    path("ho-so/<int:number>/chu-ho-so", dossier.reveal, name="reveal"),
    path("ho-so/<int:number>/giay-hen", reception.slip, name="slip"),
    path("ho-so/<int:number>/<slug:address>", dossier.act, name="act"),
    path("bieu/giai-quyet", report.table, name="table"),
    path("bieu/giai-quyet/xuat", report.table_file, name="table_file"),
    path("bieu/giai-quyet/ho-so", report.behind, name="behind"),
    path("bieu/giai-quyet/ho-so/xuat", report.behind_file, name="behind_file"),
]
