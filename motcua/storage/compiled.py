"""A query of the ORM whose SQL is written once: for pages that ask the same on every request.

Writing the SQL of a wide query with joins costs Django more than the database needs to answer
it. What is asked stays a queryset, so that rights are said in one place only.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from motcua.storage.sql import Call, Row, Statement

M = TypeVar("M", bound=Model)
#: Its third argument came with a later edition of Django than ours.
_populators: Callable[..., Any] = get_related_populators
#: More forms than this are not remembered: each is a number of values.
_MOST_FORMS = 64


class _Form(Generic[M]):
    """The SQL for so many values, and how its rows become objects."""

    def __init__(self, name: str, queryset: QuerySet[M], marks: Sequence[int]) -> None:
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        text, parameters = compiler.as_sql()
        self.statement = Statement(name, text)
        places = {mark: place for place, mark in enumerate(marks)}
        # A mark is the value it stands for; everything else is part of the question.
        self.parameters = [(places.get(value), value) for value in parameters]
        self.compiler: Any = compiler
        about: Any = compiler.klass_info
        self.about = about
        fields = about["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.names = [one[0].target.attname for one in compiler.select[self.start : self.end]]
        self.related: Any = _populators(about, compiler.select, DEFAULT_DB_ALIAS)
        self.converters = compiler.get_converters([one[0] for one in compiler.select])

    def values(self, given: Sequence[object]) -> list[object]:
        return [value if place is None else given[place] for place, value in self.parameters]

    def objects(self, rows: Sequence[Row]) -> Iterator[M]:
        for row in self.compiler.apply_converters(rows, self.converters):
            made = self.about["model"].from_db(
                DEFAULT_DB_ALIAS, self.names, row[self.start : self.end]
            )
            for populator in self.related:
                populator.populate(row, made)
            yield made


class Compiled(Generic[M]):
    """A question to the ORM with numbers that change; its SQL is remembered by how many.

    ask: returns the queryset for these numbers; it may do nothing with them but compare them.
    """

    def __init__(self, name: str, ask: Callable[[Sequence[int]], QuerySet[M]]) -> None:
        """Remember what to ask; nothing is written before the first call."""
        self._name = name
        self._ask = ask
        self._forms: dict[int, _Form[M]] = {}

    def call(self, values: Sequence[int]) -> Call:
        """Return the statement with these numbers, to be sent alone or with others."""
        form = self._form(len(values))
        return Call(form.statement, form.values(values))

    def objects(self, rows: Sequence[Row], *, count: int) -> list[M]:
        """Return the objects in the rows that the statement with `count` numbers gave."""
        return list(self._form(count).objects(rows))

    def _form(self, count: int) -> _Form[M]:
        form = self._forms.get(count)
        if form is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            # No key is below 0, so a mark is never taken for a value of the question itself.
            marks = [-1_000_000 - place for place in range(count)]
            form = _Form(f"{self._name}_{count}", self._ask(marks), marks)
            self._forms[count] = form
        return form
