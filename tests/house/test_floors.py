"""What the import linter cannot see: keys and SQL point down as imports do."""

import configparser
import re

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related import ForeignObject, ManyToManyField

from tests.house import code

_SQL = re.compile(
    r"\b(?:from|into|update|join|table|truncate|copy|only)\s+\"?([a-z_][a-z0-9_]*)\"?",
    re.IGNORECASE,
)


def floors() -> dict[str, int]:
    """Return room → number of its floor, 0 at the top, as import-linter reads it."""
    house = configparser.ConfigParser(comment_prefixes=("#", ";"))
    house.read(code.ROOT / ".importlinter")
    layers = house["importlinter:contract:floors"]["layers"].split("\n")
    lines = [line for line in layers if line.strip()]
    return {
        room.strip(" ()"): number for number, line in enumerate(lines) for room in line.split("|")
    }


def room_of(model: type[Model]) -> str | None:
    """Return the room of a model; None for one that Django brings."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "motcua" else None


def keys() -> list[tuple[str, str, str, ForeignObject | ManyToManyField]]:
    """Return (name, room, room pointed to, field) of every key between two rooms."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        room = room_of(model)
        for field in model._meta.get_fields():
            if room is None or not isinstance(field, ForeignObject | ManyToManyField):
                continue
            other = room_of(field.related_model)
            if other is not None and other != room:
                found.append((f"{model._meta.label}.{field.name}", room, other, field))
    return found


def test_every_room_has_a_floor_and_a_line_in_the_settings() -> None:
    rooms = {path.parent.name for path in code.PACKAGE.glob("*/__init__.py")}
    assert rooms <= set(floors())
    with_models = {path.parent.name for path in code.PACKAGE.glob("*/models.py")}
    with_models |= {path.parent.parent.name for path in code.PACKAGE.glob("*/models/__init__.py")}
    assert with_models <= {app.label for app in apps.get_app_configs()}


def test_foreign_keys_point_down() -> None:
    number = floors()
    assert not [name for name, room, other, _ in keys() if number[other] <= number[room]]


def test_foreign_keys_into_another_room_leave_no_name_there() -> None:
    assert not [name for name, _, _, field in keys() if field.remote_field.related_name != "+"]


def test_sql_names_only_tables_of_its_own_room() -> None:
    owner = {
        model._meta.db_table: room_of(model) for model in apps.get_models(include_auto_created=True)
    }
    foreign = []
    for source in code.every_source():
        if "tests" in source.path.parts:
            continue
        for number, text in code.strings(source):
            for table in _SQL.findall(text):
                room = owner.get(table.lower(), source.room)
                if room != source.room:
                    foreign.append(f"{source.name}:{number} {table}")
    assert not foreign


@pytest.mark.parametrize("name", ["journal", "tally"])
def test_the_books_point_to_nothing(name: str) -> None:
    """The journal and the tally outlive what they tell of."""
    assert not [key for key, room, _, _ in keys() if room == name]
