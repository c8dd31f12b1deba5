"""The walk of rights: every address × every role × own, sister, parent and foreign unit.

What is closed answers with log-in, 403, 404, 422 or 405 and shows nothing of the dossier; a
hidden dossier, by number, by code, by name, by export, answers like what does not exist.
"""

import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from lxml import html

from motcua.accounts.vocabulary import Role
from motcua.board.tests.people import add_officer
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import Dossier
from tests.house.rights import (
    DOSSIER,
    EVERY_OFFICER,
    NOTHING_THERE,
    PLACES,
    PUBLIC,
    rule_of,
    target,
)

__all__ = ["house", "then"]
OWNER = "Phan Đình Giót Kiểm Thử"
_CLOSED = {403, 404, 405, 422}


def names(
    patterns: Sequence[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield the full name of every address of the product."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", pattern


ADDRESSES = dict(names(get_resolver().url_patterns))


def test_every_address_of_the_product_has_a_rule() -> None:
    assert not [name for name in ADDRESSES if rule_of(name) is None]


def body(response) -> str:
    """Return everything that an answer holds, a file to its end."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def main(response) -> str:
    """Return the text of the main part of a page."""
    return " ".join(html.fromstring(body(response)).xpath("//main")[0].text_content().split())


class Walk:
    """One walk: what was tried, and what was open that should not be."""

    def __init__(self, house: House) -> None:
        house.receive()  # The first code of the day stands as an example on some pages.
        self.number = house.receive(owner=OWNER)
        self.secrets = {OWNER, self.code()}
        self.tried, self.leaks, self.locked_out = 0, [], []
        self.links = {}
        for name in sorted(ADDRESSES):
            try:
                arguments, question = target(name, house, self.number)
                self.links[name] = reverse(name, args=arguments) + question
            except NoReverseMatch:
                self.links[name] = ""

    def code(self) -> str:
        """Return the code of the dossier that is looked for."""
        return Dossier.objects.get(pk=self.number).code

    def go(self, client: Client, role: Role | None, place: str, *, full: bool) -> None:
        """Try every address as one visitor.

        A role that opens an address nowhere is refused before any place is asked: it is tried
        at the own unit only, and at every place with --full.
        """
        client.raise_request_exception = False
        sees = role is not None and DOSSIER.opens(role, place)
        who = f"{role or 'nobody'} {place}"
        for name, address in self.links.items():
            rule = rule_of(name)
            if not address or rule is None:
                continue
            if place in ("sister", "parent") and rule in (PUBLIC, EVERY_OFFICER):
                continue  # Open to all; what they show is looked at from two places.
            if not full and place not in ("own", "nowhere") and role not in rule.at:
                continue
            may = rule.public or (role is not None and rule.opens(role, place))
            self._try(client.get(address), f"{who} GET {name}", may=may, sees=sees)
            # Sent as well: by those with the right role at the wrong place, and by one without any.
            if not may and (role in rule.at or role in (None, Role.SUBMITTER)):
                self._try(client.post(address, {}), f"{who} POST {name}", may=False, sees=sees)

    def _try(self, response, what: str, *, may: bool, sees: bool) -> None:
        self.tried += 1
        text = body(response)
        # "Not ready" is the honest answer of a house without a worker.
        if response.status_code >= 500 and not what.endswith(" ready"):
            self.leaks.append(f"{what}: fault {response.status_code}")
        if not sees and any(secret in text for secret in self.secrets):
            self.leaks.append(f"{what}: shows the dossier")
        to_log_in = response.status_code == 302 and "/dang-nhap" in response["Location"]
        if not may and response.status_code not in _CLOSED and not to_log_in:
            self.leaks.append(f"{what}: {response.status_code}")
        here = what.rpartition(" ")[2] not in NOTHING_THERE
        if may and here and response.status_code in (403, 404):
            self.locked_out.append(f"{what}: {response.status_code}")


@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.usefixtures("then")
def test_every_role_at_every_place_opens_what_its_rule_says_and_nothing_else(
    house: House, capsys: pytest.CaptureFixture[str], settings: Any, full: bool
) -> None:
    # How often one may ask is another rule; here one machine asks for everybody.
    limits = "motcua.config.hardening.Limits"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != limits]
    logging.getLogger("django.request").disabled = True
    walk = Walk(house)
    assert not [name for name, link in walk.links.items() if not link]
    walk.go(Client(), None, "nowhere", full=full)
    for place in PLACES:
        for role in Role:
            name = f"di.{place}.{role.value.replace('_', '.')}"
            add_officer(house, name, place, role)
            walk.go(house.client(name), role, place, full=full)
    with capsys.disabled():
        sys.stdout.write(
            f"\nrights walk: {len(ADDRESSES)} addresses, {len(Role)} roles, {len(PLACES)} places:"
            f" {walk.tried} tried, {len(walk.leaks)} leaks\n"
        )
    logging.getLogger("django.request").disabled = False
    assert not walk.leaks, "\n".join(walk.leaks[:60])
    assert not walk.locked_out, "\n".join(walk.locked_out[:60])


@pytest.mark.django_db
@pytest.mark.usefixtures("then")
@pytest.mark.parametrize("who", ["xala", "xaben", "quantri"])
def test_a_hidden_dossier_answers_like_one_that_does_not_exist(house: House, who: str) -> None:
    walk = Walk(house)
    client, code = house.client(who), walk.code()
    pairs = [
        (f"/ho-so/{walk.number}", "/ho-so/987654321"),
        (f"/ho-so/{walk.number}/giay-hen", "/ho-so/987654321/giay-hen"),
        (f"/ho-so/{walk.number}/chu-ho-so", "/ho-so/987654321/chu-ho-so"),
        (f"/ho-so/{walk.number}/rut-ho-so", "/ho-so/987654321/rut-ho-so"),
        (f"/tim?tim={code}", "/tim?tim=MAU.09703-210209-9999"),
        (f"/tim?tim={OWNER}", "/tim?tim=Khong Ai Ca Het Nhe"),
    ]
    for hidden, missing in pairs:
        first, second = client.get(hidden), client.get(missing)
        assert first.status_code == second.status_code, hidden
        # The sentence repeats what was typed, which is all that may differ.
        asked = [path.rpartition("=")[2] if "=" in path else path for path in (hidden, missing)]
        assert main(first).replace(asked[0], "") == main(second).replace(asked[1], ""), hidden
    question = "don_vi=own&tu=01/01/2021&den=30/06/2021&cot=received.total"
    for page in ("/bieu/giai-quyet/xuat", "/bieu/giai-quyet/ho-so/xuat"):
        hidden = client.get(f"{page}?{question}")
        missing = client.get(f"{page}?{question.replace('own', 'khong-co')}")
        assert hidden.status_code in _CLOSED
        assert missing.status_code in _CLOSED
        assert code not in body(hidden)
