"""A template that asks for a variable nobody gave fails."""

import pytest
from django.template import engines
from jinja2 import UndefinedError


def test_an_unknown_variable_fails() -> None:
    template = engines["jinja2"].from_string("{{ nobody_gave_this }}")
    with pytest.raises(UndefinedError):
        template.render({})


def test_what_a_person_wrote_is_escaped() -> None:
    template = engines["jinja2"].from_string("{{ words }}")
    assert template.render({"words": "<b>"}) == "&lt;b&gt;"
