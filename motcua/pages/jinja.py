"""The environment in which every page is drawn: strict, escaping, Vietnamese."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from motcua.pages import formats, sheets, vendor
from motcua.pages.deadline import most_urgent
from motcua.pages.fields import field, field_errors
from motcua.pages.icons import icon
from motcua.pages.preferences import preferences_of

FILTERS = {
    "iso": formats.iso,
    "date": formats.day,
    "short_date": formats.short_day,
    "datetime": formats.moment,
    "short_datetime": formats.short_moment,
    "hour": formats.hour,
    "weekday": formats.weekday,
    "appointment": formats.appointment,
    "number": formats.number,
    "percent": formats.percent,
    "money": formats.money,
    "span": formats.span,
    "hours": formats.hours,
    "mask": formats.mask,
}

#: Our own macros, by the file that holds them; each is a global of every template.
MACROS = {
    "actions": ("mcButton", "mcActionForm", "mcConfirm"),
    "cue": ("mcCue", "mcCues", "mcTag", "mcChannel"),
    "clock": ("mcClock", "mcDays"),
    "dossiers": ("mcDossierTable",),
    "fields": ("mcField", "mcForm", "mcErrorSummary"),
    "figures": ("mcFigures", "mcShares"),
    "navigation": ("mcBreadcrumb", "mcFilterBar", "mcPager", "mcSideNav", "mcTabs"),
    "paper": ("mcPaper",),
    "route": ("mcRoute",),
    "table": ("mcTable",),
    "texts": ("mcEmpty", "mcMasked", "mcNotice", "mcPanel", "mcSummaryList", "mcTimeline"),
}

#: Django offers its own choice for these; ours is fixed.
_OURS = {"autoescape", "undefined", "trim_blocks", "lstrip_blocks", "extensions"}


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment that Django's template backend asks for.

    An unknown variable is a fault, not an empty place; texts are Vietnamese in the source and
    go through `_`, so that a catalogue can give English.
    """
    given = {name: value for name, value in options.items() if name not in _OURS}
    built = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        **given,
    )
    built.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    built.filters.update(FILTERS)
    built.globals.update(vendor.macros())
    built.globals.update(
        csrf_token_of=get_token,
        demonstration=bool(getattr(settings, "DEMONSTRATION", False)),
        field=field,
        field_errors=field_errors,
        icon=icon,
        most_urgent=most_urgent,
        preferences_of=preferences_of,
        sheet_address=sheets.address,
        static=static,
        url=reverse_address,
    )
    for file, names in MACROS.items():
        module = built.get_template(f"pages/components/{file}.html").module
        built.globals.update({name: getattr(module, name) for name in names})
    return built


def reverse_address(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
