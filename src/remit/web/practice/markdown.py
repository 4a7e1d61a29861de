"""The project's own texts in Markdown as HTML; raw HTML in a text stays words."""

from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_READER: Final = MarkdownIt("commonmark", {"html": False})


def html_of(text: str) -> SafeString:
    """One text as HTML.

    Args:
        text: CommonMark from the programme's own files, never what a person typed.
    """
    return mark_safe(str(_READER.render(text)))  # noqa: S308  escaped by the reader
