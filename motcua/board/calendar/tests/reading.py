"""Reading a page as a person without JavaScript does: fields, labels, mistakes."""

from lxml import html


def page_of(response) -> html.HtmlElement:
    """Return the page of a response."""
    return html.fromstring(response.content.decode())


def words(response) -> str:
    """Return the text of a page's main part, with single spaces."""
    main = page_of(response).xpath("//main")[0]
    return " ".join(main.text_content().split())


def fields(response) -> dict[str, str]:
    """Return what the form of the main part would send if it were sent as it stands."""
    forms = page_of(response).xpath("//main//form[@method='post']")
    form = forms[0]
    given = dict(form.form_values())
    given.pop("csrfmiddlewaretoken", None)
    return given


def unlabelled(response) -> list[str]:
    """Return the names of fields that have no label of their own."""
    page = page_of(response)
    shown = page.xpath("//main//*[self::input or self::select or self::textarea]")
    return [
        field.get("name")
        for field in shown
        if field.get("type") != "hidden" and not page.xpath(f"//label[@for='{field.get('id')}']")
    ]


def summary(response) -> list[tuple[str, bool]]:
    """Return the sentences of the error summary, and whether each leads to a field."""
    page = page_of(response)
    links = page.xpath("//*[contains(@class, 'mc-errors')]//a")
    return [
        (link.text_content(), bool(page.xpath(f"//*[@id='{link.get('href')[1:]}']")))
        for link in links
    ]
