"""What a participant's numbers say, for clinicians: chance first, numbers on demand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from remit.pathways.practice import diary_words
from remit.web.people.views import signed_in
from remit.web.practice.diary_page import diary_of
from remit.web.practice.path_figure import figure_of


@require_GET
def diary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Picture, chance statement, sentences, numbers."""
    page = diary_of(signed_in(request), pk, now=timezone.now())
    said = diary_words.for_the_clinician(page.found)
    shown = {
        "page": page,
        "case": page.enrolment.case,
        "path": page.path,
        "figure": figure_of(page.path.newest()),
        "chance": said[0],
        "basis": said[1],
        "sentences": said[2:],
        "numbers": diary_words.rows_for_the_clinician(page.found),
    }
    return render(request, "practice/diary.html", shown)
