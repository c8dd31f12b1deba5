"""The provider at which officers sign on once, if the installation has one."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.accounts.ports import SignOn


def sign_on() -> SignOn | None:
    """Return the provider that the settings name, None without one."""
    if not settings.SIGN_ON:
        return None
    make: Callable[[], SignOn] = import_string(settings.SIGN_ON)
    return make()
