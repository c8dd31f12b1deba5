"""The macros of govuk-frontend-jinja, in an environment of their own.

They rely on missing keys and on the names `undefined` and `null`, so they cannot live under
StrictUndefined. Our strict environment gets them as finished functions. Their hidden words are
English unless given: templates go through our own field macros, which always give them.
"""

from collections.abc import Callable
from functools import cache

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

_PACKAGE = "govuk_frontend_jinja"
_COMPONENTS = {
    "govukButton": "button",
    "govukCheckboxes": "checkboxes",
    "govukDateInput": "date-input",
    "govukErrorSummary": "error-summary",
    "govukFileUpload": "file-upload",
    "govukInput": "input",
    "govukRadios": "radios",
    "govukSelect": "select",
    "govukTextarea": "textarea",
}

Macro = Callable[..., Markup]


@cache
def macros() -> dict[str, Macro]:
    """Return the outside macros that our field macros use, by name."""
    lenient = Environment(
        loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)}),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {
        macro: getattr(
            lenient.get_template(f"{_PACKAGE}/components/{folder}/macro.html").module, macro
        )
        for macro, folder in _COMPONENTS.items()
    }
