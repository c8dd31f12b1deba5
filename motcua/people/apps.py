"""The room's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "motcua.people"
    label = "people"
