"""What the page of the workbook cannot count by itself."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from remit.reports.workbook_pieces import Piece, Workbook

PAGE_LINES = 18
"""Lines on a page where the paper is not known."""
register = template.Library()


@register.filter
def ruled_lines(piece: Piece) -> range:
    """Lines to write on."""
    return range(piece.count or PAGE_LINES)


@register.filter
def numbers(_piece: Piece) -> range:
    """The numbers of a scale."""
    return range(11)


@register.filter
def figure(book: Workbook, place: int) -> SafeString:
    """One drawing; its words were escaped where it was drawn."""
    return mark_safe(book.figures[place])  # noqa: S308
