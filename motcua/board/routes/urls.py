"""Addresses of the routes (quy trình nội bộ)."""

from django.urls import path

from motcua.board.routes import changes, editing, views

urlpatterns = [
    path("", views.routes, name="routes_list"),
    path("moi/<int:version>/<slug:level>", changes.start, name="routes_start"),
    path("<int:number>", views.route, name="routes_page"),
    path("<int:number>/sua", editing.edit, name="routes_edit"),
    path("<int:number>/nhap", changes.bring, name="routes_import"),
    path("<int:number>/bpmn", views.bpmn, name="routes_bpmn"),
    path("<int:number>/tep", views.file, name="routes_file"),
    path("<int:number>/cong-khai", changes.publish, name="routes_publish"),
    path("<int:number>/rut", changes.withdraw, name="routes_withdraw"),
]
