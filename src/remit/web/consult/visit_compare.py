"""Two texts side by side: a clash that loses neither, without a script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from remit.web.cases.models import Case
from remit.web.consult.queries import name_of


@dataclass(frozen=True)
class Compared:
    """A clash.

    Attributes:
        action: where the choice is sent, with `choice` mine, theirs or both.
        rows: label, what stands, what this page says.
        hidden: what this page says once more, to be sent again.
        by: who wrote what stands, and `at` when.
        may_both: whether both can stay.
        gone: whether what was read is no more there at all.
    """

    action: str
    rows: list[tuple[str, str, str]]
    hidden: list[tuple[str, object]]
    by: str = ""
    at: str = ""
    may_both: bool = False
    gone: bool = False


def compare_page(request: HttpRequest, case: Case, compared: Compared) -> HttpResponse:
    """The page, as a conflict."""
    shown = {"case": case, "name": name_of(case), "compared": compared, "tab": "visit"}
    return render(request, "consult/compare.html", shown, status=409)
