"""The room's name for Django."""

from django.apps import AppConfig


class TallyConfig(AppConfig):
    """The room `tally`."""

    name = "motcua.tally"
    label = "tally"
