"""PDF: words are data, the file says nothing of the person, and it is tagged."""

import re
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from remit.content import shipped
from remit.content.casefile import load
from remit.errors import InvalidInput
from remit.pathways.consult import casereport
from remit.reports import pdf, svg_flat
from remit.reports.case_sheet import case_sheet
from remit.reports.letter import (
    Letter,
    Reading,
    formulation_sheet,
    letter_sheet,
    parts,
)
from remit.reports.sheet import Run, Sheet, items, paragraph, table

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CASES = Path("src/remit/content/cases")
HOSTILE = (
    '#import "x": *',
    "#panic(sys.inputs)",
    "$ sum_(k=1)^n k $ and $5 or $6",
    "*bold* _light_ = heading\n== more\n- list\n+ list\n/ term: x",
    "back\\slash \\u{1F600} \\",
    "@reference <label> `raw` ```more```",
    "// no comment /* nor this */ ~ -- ...",
    "[content] {code} #[x] #{x} #let x = 1",
    "שלום עולם, مرحبا, Привет, αβγ, Łódź",
    "tab\tand\x00control\x07 \u200d\ufe0f",
    "\"quotes\" 'single' “curly”",
    "<script>alert(1)</script> &amp; %PDF",
)


def text_of(made: bytes) -> str:
    """All text of a PDF: what is shown in each font, by that font's map from codes to letters."""
    objects = {int(number): body for number, body in _OBJECT.findall(made)}
    maps = {
        name: _map(objects[int(to)])
        for name, font in _fonts(objects)
        for to in re.findall(rb"/ToUnicode (\d+) 0 R", objects[font])
    }
    shown = []
    for one in map(_stream, objects.values()):
        font = b""
        for name, string in _SHOWN.findall(one):
            font = name or font
            if string and font in maps:
                shown.append(_decoded(string, maps[font]))
    return "".join(shown)


_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_ESCAPES = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}


def _fonts(objects: dict[int, bytes]) -> list[tuple[bytes, int]]:
    found = []
    for body in objects.values():
        for inner in re.findall(rb"/Font\s*<<(.*?)>>", body, re.DOTALL):
            found += [(name, int(to)) for name, to in re.findall(rb"/(f\d+) (\d+) 0 R", inner)]
    return found


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    if found is None:
        return b""
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return found[1]


def _map(body: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for code, to in re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", _stream(body)):
        found[int(code, 16)] = bytes.fromhex(to.decode()).decode("utf-16-be", "ignore")
    return found


def _unescaped(hit: re.Match[bytes]) -> bytes:
    said = hit[1]
    return bytes([int(said, 8) if said[:1].isdigit() else _ESCAPES.get(said, said[0])])


def _decoded(string: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda hit: bytes(
            [int(hit[1], 8) if hit[1][:1].isdigit() else _ESCAPES.get(hit[1], hit[1][0])]
        ),
        string,
        flags=re.DOTALL,
    )
    codes = [int.from_bytes(plain[i : i + 2], "big") for i in range(0, len(plain) - 1, 2)]
    return "".join(letters.get(code, "") for code in codes)


def sheet(*texts: str) -> Sheet:
    blocks = [paragraph(words) for words in texts] + [items(texts), table(("a", "b"), [texts[:2]])]
    return Sheet(title="Letter", kind="Letter", heading="Letter", runs=(Run(tuple(blocks)),))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_set_as_they_stand_and_never_carried_out(words):
    blocks = (paragraph(words), items((words,)), table((words,), ((words,),)))
    hostile = Sheet(
        title="Letter", kind=words, heading=words, standfirst=words, clinic=words, notice=words,
        version=words, runs=(Run(blocks), Run(blocks, columns=2)),
    )  # fmt: skip
    made = pdf.render(hostile, at=AT)
    assert made.startswith(b"%PDF-1.7")


def test_what_looks_like_markup_stands_in_the_text():
    made = pdf.render(sheet("price #import $5 *x* \\ @ref [a]", "b"), at=AT)
    text = re.sub(r"\s", "", text_of(made))
    assert "#import$5*x*" in text
    assert "@ref[a]" in text


def test_a_picture_sign_is_written_as_its_name():
    made = pdf.render(sheet("tired 😀", "b"), at=AT)
    assert "[grinningface]" in re.sub(r"\s", "", text_of(made))


def test_letters_that_no_font_has_are_refused_in_a_sentence_without_them():
    rare = "\U00012000\U0001d173"
    with pytest.raises(InvalidInput) as refused:
        pdf.render(sheet(rare, "b"), at=AT)
    assert rare not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_document_without_end_is_refused():
    with pytest.raises(InvalidInput, match="too long"):
        pdf.render(sheet("word " * 100_000, "b"), at=AT)


def test_the_file_is_tagged_and_dated_by_the_moment_given():
    made = pdf.render(sheet("a", "b"), at=AT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made
    assert b"2026-11-23T09:30:00+00:00" in made
    assert made == pdf.render(sheet("a", "b"), at=AT)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_a_case_report_names_nobody_in_its_metadata(name):
    report = casereport.build(load(CASES / f"{name}.toml"))
    made = pdf.render(case_sheet(report, clinic="Riverside"), at=AT)
    head = metadata(made)
    assert "Case report" in head
    for word in (name, report.history.subject.headline.split()[0], "1954"):
        assert word.casefold() not in head.casefold(), word
    assert report.history.subject.name.encode() not in made  # pages are compressed, the rest is not
    assert "The software made no diagnosis" in text_of(made)


def metadata(made: bytes) -> str:
    """What a file manager or a search shows: properties, XMP, bookmarks."""
    xmp = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", made, re.DOTALL)
    named = re.findall(rb"/(?:Title|Author|Subject|Keywords)\s*(\([^)]*\)|<[^>]*>)", made)
    return b"\n".join([*xmp, *named]).decode("latin-1")


def test_a_letter_names_nobody_in_its_metadata_and_all_in_its_text():
    letter = Letter(
        title="Letter to the surgeon", clinic="Riverside", on="23 November 2026",
        recipient="Dr Berg\nHarbour Street 1", salutation="Dear Dr Berg,",
        body="About Vera.\n\nFusion is planned.", signed="Dr Amin\nClinician\nMon 23 Nov 2026",
    )  # fmt: skip
    made = pdf.render(letter_sheet(letter), at=AT)
    head = metadata(made)
    assert not [w for w in ("Vera", "surgeon", "Berg", "Fusion", "Amin") if w in head]
    assert "Riverside" in head
    text = text_of(made)
    assert all(word in text for word in ("Vera", "Fusion", "Berg", "Amin", "1 of 1"))


def test_a_draft_says_that_it_is_one():
    letter = Letter(title="Visit note", clinic="R", on="x", recipient="", salutation="", body="b")
    text = text_of(pdf.render(letter_sheet(letter), at=AT))
    assert "Draft, not signed." in text
    assert "Version 1, draft" in text


def test_a_formulation_for_each_reader():
    for heading in ("How we understand your pain", "Formulation"):
        reading = Reading(
            heading=heading, clinic="Riverside", about="Vera", paragraphs=("Your pain is real.",)
        )
        made = pdf.render(formulation_sheet(reading), at=AT)
        assert heading in text_of(made)
        assert "Vera" not in metadata(made)


def test_without_typst_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "typst", None)
    assert not pdf.available()
    with pytest.raises(pdf.PdfUnavailable, match="remit\\[pdf\\]"):
        pdf.render(sheet("a", "b"), at=AT)


def test_the_figure_carries_plain_colours_and_known_weights():
    report = casereport.build(load(CASES / "nancy.toml"))
    figure = case_sheet(report).figure
    style = re.findall(r"<style>(.*?)</style>", figure, re.DOTALL)[0]
    assert style
    assert "var(" not in style
    assert "calc(" not in style
    assert not re.findall(r"font-weight:\s*(?!400|600)\d", style)
    assert svg_flat.flat(figure) == figure


def test_paragraphs_are_what_empty_lines_part():
    assert parts("a\nb\n\n\nc\r\n\r\nd  ") == ["a\nb", "c", "d"]
    assert parts("") == []


def test_shipped_faces_match_their_manifest():
    import hashlib

    folder = Path(pdf.__file__).parent / "typst" / "fonts"
    stated = dict(
        reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("ascii").splitlines()
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == stated
