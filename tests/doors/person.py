"""A person at a real browser, who knows only the words on the page."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from playwright.sync_api import Browser, Error, Locator, Page

#: Nobody waits longer than this for a page of an office.
_PATIENCE_MS = 30_000
_SPACES = re.compile(r"\s+")
Looked = Callable[[Page], None]


class Person:
    """One person in a window of their own; every way leads over links, fields and buttons."""

    def __init__(self, browser: Browser, address: str, looked: Looked) -> None:
        """Open a window at the address of the office; looked: is called with every new page."""
        self.window = browser.new_context(viewport={"width": 1366, "height": 768})
        self.page = self.window.new_page()
        self.page.set_default_timeout(_PATIENCE_MS)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.looked = looked
        self.page.goto(address)
        self.looked(self.page)

    def log_in(self, username: str, password: str, own: str) -> None:
        """Log in with a password that another gave, and choose one's own."""
        self.fill({"Tên đăng nhập": username, "Mật khẩu": password}).press("Đăng nhập")
        self.sees("Mật khẩu này do người quản trị đặt")
        words = {"Mật khẩu hiện tại": password, "Mật khẩu mới": own, "Gõ lại mật khẩu mới": own}
        self.fill(words).press("Đổi mật khẩu")

    @property
    def main(self) -> Locator:
        """The main part of the page."""
        return self.page.locator("main")

    @property
    def words(self) -> str:
        """The words of the main part, with single spaces."""
        return _SPACES.sub(" ", self.main.inner_text())

    def sees(self, *told: str) -> "Person":
        """Check that the page says this, and that nothing went wrong on it."""
        missing = [words for words in told if words not in self.words]
        assert not missing, f"{missing} not on {self.page.url}:\n{self.main.inner_text()}"
        assert not self.faults
        return self

    def to(self, *links: str) -> "Person":
        """Go over lines of the navigation, one after the other."""
        for name in links:
            side = self.page.locator("nav.mc-side")
            self._go(side.get_by_role("link", name=re.compile(rf"^{re.escape(name)}( \d+)?$")))
        return self

    def follow(self, *links: str) -> "Person":
        """Follow links of the page, one after the other."""
        for name in links:
            self._go(self.main.get_by_role("link", name=name, exact=True))
        return self

    def fill(self, given: Mapping[str, str]) -> "Person":
        """Fill in fields by their labels; a list or a radio is given by the words of the choice."""
        for label, value in given.items():
            self._fill(self.main, label, value)
        return self

    def day(self, legend: str, on: date) -> "Person":
        """Fill in a day by the legend of its boxes."""
        group = self.main.get_by_role("group", name=legend, exact=True)
        for label, value in (("Ngày", on.day), ("Tháng", on.month), ("Năm", on.year)):
            group.get_by_label(label, exact=True).fill(str(value))
        return self

    def choose(self, legend: str, *choices: str) -> "Person":
        """Choose radios or ticks of a group by their words."""
        group = self.main.get_by_role("group", name=legend)
        for choice in choices:
            group.get_by_label(choice, exact=True).check()
        return self

    def press(self, *buttons: str) -> "Person":
        """Press buttons, one page after the other."""
        for name in buttons:
            self._go(self.main.get_by_role("button", name=name, exact=True))
        return self

    def upload(self, label: str, name: str, content: bytes) -> "Person":
        """Choose a file."""
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        sent = {"name": name, "mimeType": kind, "buffer": content}
        self.main.get_by_label(label, exact=True).set_input_files(files=[sent])
        return self

    def rows(self, caption: str) -> list[list[str]]:
        """Return the texts of the rows of a table."""
        table = self.main.get_by_role("table", name=caption)
        found = table.locator("tbody tr").all()
        return [
            [_SPACES.sub(" ", cell.inner_text()).strip() for cell in row.locator("th, td").all()]
            for row in found
        ]

    def figures(self) -> dict[str, str]:
        """Return the figures of the page by their labels."""
        found = self.main.locator(".mc-figures__item").all()
        return {
            one.locator(".mc-figures__label").inner_text(): one.locator(".mc-figures__value")
            .inner_text()
            .split()[0]
            for one in found
        }

    def leave(self) -> None:
        """Log out and close the window."""
        self.page.get_by_role("button", name="Đăng xuất").click()
        self.sees("Đăng nhập")
        self.window.close()

    def _fill(self, place: Locator, label: str, value: str) -> None:
        field = place.get_by_label(label, exact=True)
        assert field.count() == 1, f"{label!r} {field.count()} times on:\n{self.main.inner_text()}"
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)

    def _go(self, element: Locator) -> None:
        try:
            element.wait_for(timeout=3_000)
        except Error as wrong:
            there = f"{self.page.url}:\n{self.main.inner_text()}"
            raise AssertionError(f"{wrong.message}\n{there}") from None
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            element.click()
        self.looked(self.page)
