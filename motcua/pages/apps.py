"""The room's name for Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The room `pages`."""

    name = "motcua.pages"
    label = "pages"
