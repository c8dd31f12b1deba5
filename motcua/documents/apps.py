"""The room's name for Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents`."""

    name = "motcua.documents"
    label = "documents"
