"""Reading a page as a person without JavaScript does."""

from lxml import html


def words(response) -> str:
    """Return the text of a page's main part, with single spaces."""
    main = html.fromstring(response.content.decode()).xpath("//main")[0]
    return " ".join(main.text_content().split())
