"""The room's name for Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The room `desk`."""

    name = "motcua.desk"
    label = "desk"
