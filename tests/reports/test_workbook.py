"""The printed workbook: all 21 days, and nothing on paper that paper must not hold."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from remit.content.programme import programme, sources
from remit.content.programme_texts import flare_protocol
from remit.domain.flare_protocol import LOOKS_AGAIN
from remit.domain.programme import STRONG
from remit.reports import pdf, workbook_pdf
from remit.reports.workbook import Reach, workbook
from remit.reports.workbook_days import day_key, practice_key
from remit.reports.workbook_pieces import Chapter
from remit.reports.workbook_style import ALSO, figure_style

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REACH = Reach(
    clinic="Riverside",
    contacts=(
        ("Emergency", "In an emergency", "112", "always"),
        ("Crisis line", "Somebody to talk to", "116 123\nText 85258", "always"),
    ),
    hours=("Monday to Friday, 8:00 to 17:00.",),
)
WHOLE = programme()
BOOK = workbook(REACH)
CHAPTERS = {one.key: one for one in BOOK.chapters}
days = pytest.mark.parametrize("day", WHOLE.days, ids=lambda day: str(day.number))


def words_of(chapter: Chapter) -> str:
    pieces = [piece for page in chapter.pages for piece in page]
    rows = [cell for piece in pieces for row in piece.rows for cell in row]
    said = [part for piece in pieces for part in (piece.title, piece.text, *piece.items)]
    return "\n".join([chapter.over, chapter.title, chapter.about, *said, *rows])


@days
def test_a_day_has_its_words_its_choice_and_room(day):
    chapter = CHAPTERS[day_key(day.number)]
    words = words_of(chapter)
    shown = [one.text for one in day.education.passages if not one.only_if_signed]
    theme, gentler = day.writing.theme, day.writing.gentler
    for one in (
        day.about, *shown, day.education.honest.text, day.education.figure.caption,
        theme.invitation, *theme.questions, gentler.invitation, *gentler.questions,
        *day.affirmations, day.step.text, day.writing.before_today,
    ):  # fmt: skip
        assert one in words
    kinds = [piece.kind for page in chapter.pages for piece in page]
    assert kinds.count("ruled") >= 3
    assert kinds.count("figure") == 1
    assert kinds.index("ticks") < kinds.index("heading")  # anything new is asked first
    assert chapter.right


@days
def test_a_day_leads_to_its_practices_and_a_held_one_says_so(day):
    pieces = [piece for page in CHAPTERS[day_key(day.number)].pages for piece in page]
    led = {piece.to for piece in pieces if piece.kind == "to"}
    assert {practice_key(one) for one in day.practices} <= led
    assert "help" in led
    tracks = any(WHOLE.practices[one].needs_clearance_of_symptoms for one in day.practices)
    assert ("It rests while anything new" in words_of(CHAPTERS[day_key(day.number)])) is tracks


@days
def test_a_strong_theme_says_when_not(day):
    strong = day.writing.theme.intensity >= STRONG
    assert ("not after nine in the evening" in words_of(CHAPTERS[day_key(day.number)])) is strong


def test_what_stands_only_under_a_signed_clearance_is_not_on_paper():
    held = [one.text for day in WHOLE.days for one in day.education.passages if one.only_if_signed]
    assert held
    every = "\n".join(words_of(one) for one in BOOK.chapters)
    assert not [one for one in held if one in every]
    assert "not dangerous" not in every


def test_every_practice_stands_there_with_its_silences():
    for key, practice in WHOLE.practices.items():
        rows = next(
            piece.rows
            for page in CHAPTERS[practice_key(key)].pages
            for piece in page
            if piece.kind == "script"
        )
        assert [row[0] for row in rows] == [line.say for line in practice.lines]
        assert [row[1] for row in rows] == [
            f"{line.silence} s" if line.silence else "" for line in practice.lines
        ]
        assert practice.stop_when in words_of(CHAPTERS[practice_key(key)])


def test_the_steps_of_it_hurts_begin_with_the_signs():
    protocol, chapter = flare_protocol(), CHAPTERS["flare"]
    words = words_of(chapter)
    first = "\n".join(cell for p in chapter.pages[0] for row in p.rows for cell in row)
    assert all(one.title in first for one in protocol.signs)
    for one in protocol.exercises:
        assert all(line.say in words for line in one.lines)
    places = [words.index(f"{number}. ") for number in range(1, 6)]
    assert places == sorted(places)
    assert words.count(protocol.steps.breath.pain_title) == 1 + len(LOOKS_AGAIN)
    assert protocol.expectation.if_pain_stays in words


def test_help_stands_near_the_front_with_the_numbers_of_the_site():
    words = words_of(CHAPTERS["help"])
    assert BOOK.chapters[0].key == "help"
    assert "116 123" in words
    assert "Monday to Friday" in words
    none = next(one for one in workbook(Reach()).chapters if one.key == "help")
    assert "No number has been checked yet" in words_of(none)


def test_every_source_of_a_day_stands_at_the_end_under_its_number():
    listed = [piece.text for piece in CHAPTERS["sources"].pages[0]]
    assert len(listed) == len(sources())
    assert [int(one.split(".")[0]) for one in listed] == list(range(1, len(listed) + 1))


def test_every_page_that_is_named_exists():
    named = {piece.to for one in BOOK.chapters for page in one.pages for piece in page if piece.to}
    assert named <= set(CHAPTERS)
    assert len(CHAPTERS) == len(BOOK.chapters)


def test_the_file_is_tagged_and_says_only_what_it_is():
    made = workbook_pdf.render(BOOK, at=AT)
    assert made.startswith(b"%PDF")
    assert b"pdfuaid:part" in made
    assert b"Workbook" in made
    pages = len(re.findall(rb"/Type/Page\b", made))
    assert pages > 4 * len(WHOLE.days)
    assert b"/Marked true" in made  # there is a tree to be read aloud


def test_one_is_laid_out_a_day():
    assert workbook_pdf.render(BOOK, at=AT) is workbook_pdf.render(BOOK, at=AT + timedelta(hours=3))
    assert workbook_pdf.render(BOOK, at=AT) != workbook_pdf.render(BOOK, at=AT + timedelta(days=1))


def test_what_a_site_typed_is_text_and_never_markup():
    hostile = '#panic("x") $x$ *b* <script> \\'
    reach = Reach(clinic=hostile, contacts=((hostile, hostile, "1", hostile),))
    assert workbook_pdf.render(workbook(reach), at=AT).startswith(b"%PDF")  # nothing was run


def test_without_typst_it_says_how_else(monkeypatch):
    monkeypatch.setattr(pdf, "typst", None)
    with pytest.raises(pdf.PdfUnavailable, match="print the page"):
        workbook_pdf.render(workbook(Reach(clinic="Elsewhere")), at=AT)


def test_figures_on_paper_have_every_colour_written_out():
    style = figure_style()
    assert "var(" not in style
    assert "@media" not in style
    assert all("<style>" in one for one in BOOK.figures)
    assert not any("<style>" in one for one in workbook(Reach(), alone=False).figures)


def test_colours_on_paper_are_those_of_the_light_theme():
    tokens = files("remit").joinpath("web/static/remit/css/tokens.css").read_text("utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens.partition("@media")[0]))
    assert {key: light[key] for key in ALSO} == ALSO


def test_the_guide_for_who_calls_stands_in_their_copy_alone():
    theirs = workbook(REACH, staff=True)
    words = words_of(theirs.chapters[-1])
    assert "Ten minutes" in words
    assert "You do not ask what was written" in words
    assert "**" not in words
    assert theirs.subtitle != BOOK.subtitle
    assert "calls" not in CHAPTERS
    assert workbook_pdf.render(theirs, at=AT).startswith(b"%PDF")


def test_it_holds_no_person():
    assert set(asdict(REACH)) == {"clinic", "contacts", "hours"}
