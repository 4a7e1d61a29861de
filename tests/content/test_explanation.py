"""The words of the shared explanation: easy to read, honest, each claim with its source."""

import re
from pathlib import Path

import pytest

from remit.content.explanation import explanation, hashes, paths, sources_table
from remit.domain.readability import reading_age, reading_grade, sentences, words_per_sentence
from remit.domain.wording import banned_in
from remit.errors import NotFound
from remit.pathways.consult.worksheets import IMAGING_FACTS

PAGE = Path(__file__).resolve().parents[2] / "docs/clinical/explanation.md"
LONGEST_SENTENCE = 22
NEVER = (
    "cure", "guarantee", "nothing wrong", "all clear", "caused by", "because of stress", "patient",
    "in your head", "should", "journey", "warrior", "healing", "unfortunately", "simply",
    "permanent", "proof that you", "you caused", "your fault", "need surgery", "need tablets",
)  # fmt: skip
TEXT = explanation()
PARAGRAPHS = [(section.key, one) for section in TEXT.sections for one in section.paragraphs]


def everything() -> str:
    reading = TEXT.reading
    figures = [
        word
        for section in TEXT.sections
        for figure in section.figures
        for word in (figure.title, *figure.labels.values(), *(row.label for row in figure.rows))
    ]
    shorts = [section.short for section in TEXT.sections]
    around = [reading.title, reading.default, reading.named, reading.named_note]
    around += [reading.short_title, reading.short_intro]
    return "\n\n".join([TEXT.title, TEXT.text(), *shorts, *figures, *around])


def test_there_are_nine_sections_in_the_order_of_the_brief():
    assert [section.key for section in TEXT.sections] == [
        "real", "alarm", "phantom", "scans", "feelings", "lasting", "unlearning", "programme",
        "stays",
    ]  # fmt: skip


def test_every_section_is_short_and_has_a_figure():
    for section in TEXT.sections:
        count = sum(len(one.text.split()) for one in section.paragraphs)
        assert 60 <= count <= 150, section.key
        assert section.figures, section.key


def test_the_whole_is_read_in_a_few_minutes():
    assert 900 <= sum(len(one.text.split()) for _, one in PARAGRAPHS) <= 1300


def test_reading_age_is_about_twelve_or_less():
    assert reading_grade(everything()) <= 7
    assert reading_age(everything()) <= 12


@pytest.mark.parametrize("section", TEXT.sections, ids=lambda one: one.key)
def test_no_section_is_harder_than_the_whole_may_be(section):
    text = "\n\n".join([*(one.text for one in section.paragraphs), section.short])
    assert reading_grade(text) <= 7


def test_no_sentence_is_long():
    long = [one for one in sentences(everything()) if words_per_sentence(one)[0] > LONGEST_SENTENCE]
    assert long == []


@pytest.mark.parametrize("word", NEVER)
def test_nothing_of_what_is_never_said(word):
    assert word not in everything().lower()


def test_no_banned_phrase_and_no_exclamation_mark():
    assert banned_in(everything()) == ()
    assert "!" not in everything()


@pytest.mark.parametrize(
    "said",
    [
        "Your pain is real.",
        "the nervous system can keep pain going after tissues have healed.",
        "In studies some people improved a lot, some a little, some not. We cannot predict who.",
        "Stress and feelings can turn pain up or down.",
        "Writing may make you feel worse for hours or days.",
        "Keep your medical care. Talk to your prescriber or surgeon before any change.",
        "If pain stays, it is not your failure; there are other options.",
    ],
)
def test_what_is_always_said(said):
    assert said in TEXT.text()


def test_only_the_signed_sentence_needs_a_signature():
    signed = [one.text for _, one in PARAGRAPHS if one.only_if_signed]
    assert signed == ["Your clinician found no sign that this needs other treatment now."]


# Claims and numbers


@pytest.mark.parametrize(("key", "one"), PARAGRAPHS, ids=lambda one: getattr(one, "text", one)[:20])
def test_every_paragraph_names_a_known_source(key, one):
    assert one.sources
    assert set(one.sources) <= set(TEXT.sources)


def test_every_source_is_used_and_has_a_mark():
    used = {name for _, one in PARAGRAPHS for name in one.sources}
    assert used == set(TEXT.sources)
    assert {one.mark for one in TEXT.sources.values()} <= {"S", "V1", "V2", "GK", "D"}


STUDY = ("scans", "unlearning")


def test_numbers_of_studies_rest_on_a_source_that_was_read():
    for key, one in PARAGRAPHS:
        if key in STUDY and re.search(r"\d", one.text):
            marks = {TEXT.sources[name].mark for name in one.sources}
            assert marks & {"V1", "V2"}, one.text
            said = " ".join(TEXT.sources[name].words for name in one.sources)
            known = set(re.findall(r"\d+(?:\.\d+)?", said)) | CONTEXT
            assert set(re.findall(r"\d+(?:\.\d+)?", one.text)) <= known, one.text


# Denominators and what follows by division: 45.8 % of 24 are 11; ages of the imaging study.
CONTEXT = {"100", "11", "20", "80", "50"}


def test_eleven_of_twenty_four_is_the_published_share():
    assert round(100 * 11 / 24, 1) == 45.8


def test_every_share_of_people_names_its_denominator():
    for _, one in PARAGRAPHS:
        for found in re.findall(r"(\d+) of (?:such )?(?:the )?(\S+)", one.text):
            assert found[1].strip(".,").isdigit() or "of the 21" in one.text.lower(), one.text


def test_both_facts_on_scans_stand_together():
    scans = next(section for section in TEXT.sections if section.key == "scans")
    words = " ".join(one.text for one in scans.paragraphs)
    assert "no back pain" in words
    assert "more often in those with back pain" in words
    for number in ("37", "96", "30", "84"):
        assert number in words
        assert number in IMAGING_FACTS[0]
    for number in ("2.2", "7.5", "50 or under"):
        assert number in words
        assert number in IMAGING_FACTS[1]
    figure = scans.figures[0]
    assert [(row.first, row.last) for row in figure.rows] == [
        (37, 96),
        (30, 84),
        (29, 43),
        (19, 29),
    ]
    assert "With back pain" in figure.labels["second"]


def test_good_news_of_a_study_stands_beside_its_comparison_and_time():
    words = " ".join(one.text for key, one in PARAGRAPHS if key == "unlearning")
    assert "At 6 months, 11 of 24" in words
    assert "Of the 21 who waited, 0 did" in words
    assert "no more than classes" in words


# Versions


def test_both_files_count_and_have_a_hash():
    assert set(hashes()) == set(paths())
    assert all(len(one) == 64 for one in hashes().values())


@pytest.mark.parametrize(("language", "version"), [("en", "99"), ("xx", "1"), ("", "")])
def test_an_unknown_version_is_not_found(language, version):
    with pytest.raises(NotFound):
        explanation(language, version)


def test_sources_page_is_what_the_content_says():
    assert PAGE.read_text(encoding="utf-8") == sources_table()
