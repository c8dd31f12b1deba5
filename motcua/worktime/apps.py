"""The room's name for Django."""

from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    """The room `worktime`."""

    name = "motcua.worktime"
    label = "worktime"
