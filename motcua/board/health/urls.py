"""Addresses of operations."""

from django.urls import path

from motcua.board.health import views

urlpatterns = [
    path("", views.overview, name="health"),
    path("viec-nen/<int:number>/chay-lai", views.retry, name="health_retry"),
    path("viec-nen/<int:number>/bo", views.give_up, name="health_give_up"),
    path("nguong/<slug:name>", views.limit, name="health_limit"),
]
