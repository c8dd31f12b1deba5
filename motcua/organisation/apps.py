"""The room's name for Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The room `organisation`."""

    name = "motcua.organisation"
    label = "organisation"
