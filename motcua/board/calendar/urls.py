"""Addresses of the working calendar."""

from django.urls import path

from motcua.board.calendar.views import change, result, year

urlpatterns = [
    path("", year.units, name="calendar_units"),
    path("tinh-lai/<int:run>", result.result, name="calendar_result"),
    path("tinh-lai/<int:run>/lan-nua", result.again, name="calendar_again"),
    path("<slug:unit>", year.this_year, name="calendar_unit"),
    path("<slug:unit>/<int:number>", year.year, name="calendar_year"),
    path("<slug:unit>/<int:number>/ghi/<slug:kind>", change.change, name="calendar_change"),
]
