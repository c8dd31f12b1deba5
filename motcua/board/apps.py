"""The room's name for Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The room `board`."""

    name = "motcua.board"
    label = "board"
