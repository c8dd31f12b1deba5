"""The room's name for Django."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The room `dossiers`."""

    name = "motcua.dossiers"
    label = "dossiers"
