"""Only the shared addresses, so that these tests need no door."""

from django.urls import include, path

urlpatterns = [path("", include("motcua.pages.urls"))]
