"""The room's name for Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The room `catalogue`."""

    name = "motcua.catalogue"
    label = "catalogue"
