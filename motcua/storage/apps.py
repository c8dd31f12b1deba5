"""The room's name for Django."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The room `storage`."""

    name = "motcua.storage"
    label = "storage"
