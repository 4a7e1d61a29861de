"""A case file that cannot be used says what is wrong, where, and what would be right."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from remit.content.casefile import CaseFileError, load, parse
from remit.domain.chronology import Chronology, day_words, interval_words
from remit.errors import InvalidInput, NotFound, UserError

CASE = '[case]\nid = "anna"\nname = "Anna"\n'
EVENT = '[[event]]\nid = "A1"\nlabel = "Divorce"\ncode = "REL02"\n'
SYMPTOM = '[[symptom]]\nid = "A2"\nlabel = "Back pain"\n'
MARY = (files("remit.content.cases") / "mary.toml").read_text(encoding="utf-8")
NANCY = (files("remit.content.cases") / "nancy.toml").read_text(encoding="utf-8")


# Text after [case] (line 4 on), the fault's table, id, field, line, and a word of the help.
FAULTS = {
    "date not understood": (
        EVENT + 'start = "once upon a time"\n', ("event", "A1", "start", 8), "Write for example"),
    "date that does not exist": (
        EVENT + 'start = "1993-02-30"\n', ("event", "A1", "start", 8), "must be in the month"),
    "thirteenth month": (EVENT + 'start = "1993-13"\n', ("event", "A1", "start", 8), "01 to 12"),
    "range the wrong way round": (
        EVENT + 'start = "1993/1980"\n', ("event", "A1", "start", 8), "earlier date first"),
    "ages the wrong way round": (
        EVENT + 'start = "aged 40 to 20"\n', ("event", "A1", "start", 8), "younger age first"),
    "about a range": (
        EVENT + 'start = "about 1980/1990"\n', ("event", "A1", "start", 8), "single year"),
    "unknown anchor": (
        EVENT + 'start = "6 months after the wedding"\n', ("event", "A1", "start", 8), "@S05"),
    "anchor not in this case": (
        EVENT + 'start = "6 months after @A9"\n', ("event", "A1", "start", 8), "@M10"),
    "anchor of a turn in the course": (
        SYMPTOM + 'course = [{ when = "after @A9", change = "better" }]\n',
        ("symptom", "A2", "course", 7), "@M10"),
    "order after nothing": (
        EVENT + 'not_before = ["A9"]\n', ("event", "A1", "not_before", 8), "another fact"),
    "order after itself": (
        EVENT + 'not_after = ["A1"]\n', ("event", "A1", "not_after", 8), "another fact"),
    "unknown event code": (
        '[[event]]\nid = "A1"\nlabel = "x"\ncode = "REL99"\n', ("event", "A1", "", 4), "taxonomy"),
    "unknown choice": (
        EVENT + 'who = "uncle"\n', ("event", "A1", "who", 8), "self, partner, child"),
    "unknown basis": (
        EVENT + 'start = { date = "1993", basis = "rumour" }\n', ("event", "A1", "start", 8),
        "stated, derived, assumed"),
    "unknown key of a date": (
        EVENT + 'start = { date = "1993", basics = "stated" }\n', ("event", "A1", "start", 8),
        "date, basis and confidence"),
    "key with a slip": (
        EVENT + 'ongoin = true\n', ("event", "A1", "ongoin", 8), "Did you mean ongoing?"),
    "key like nothing": (EVENT + 'zzz = 1\n', ("event", "A1", "zzz", 8), "Its keys are id, label"),
    "key of the case with a slip": (
        'headlin = "x"\n', ("case", "anna", "headlin", 4), "Did you mean headline?"),
    "table with a slip": (
        '[[symptoms]]\nid = "A2"\n', ("symptoms", "", "", 4), "Did you mean [[symptom]]?"),
    "table like nothing": ('[[zzz]]\nid = "A2"\n', ("zzz", "", "", 4), "Tables: event"),
    "one table for a list": ('[event]\nid = "A1"\n', ("event", "", "", 4), "Write [[event]]"),
    "missing key": (
        '[[event]]\nid = "A1"\nlabel = "x"\n', ("event", "A1", "code", 4), "Add a line code"),
    "empty label": (
        '[[symptom]]\nid = "A2"\nlabel = " "\n', ("symptom", "A2", "", 4), "a few words"),
    "id with a space": (
        '[[symptom]]\nid = "A 2"\nlabel = "x"\n', ("symptom", "A 2", "", 4), "letters, digits"),
    "text for a whole number": (
        EVENT + 'impact_then = "5"\n', ("event", "A1", "impact_then", 8), "a whole number"),
    "number for text": (
        '[[symptom]]\nid = "A2"\nlabel = 5\n', ("symptom", "A2", "label", 6), "text in quotes"),
    "text for yes or no": (
        SYMPTOM + 'chief = "yes"\n', ("symptom", "A2", "chief", 7), "true or false"),
    "text for a list": (
        EVENT + 'feelings = "sad"\n', ("event", "A1", "feelings", 8), "square brackets"),
    "text for a course": (
        SYMPTOM + 'course = "better"\n', ("symptom", "A2", "course", 7), "square brackets"),
    "list for text": (
        '[[symptom]]\nid = "A2"\nlabel = ["x"]\n', ("symptom", "A2", "label", 6), "text"),
    "time of day for a date": (
        EVENT + "start = 10:00:00\n", ("event", "A1", "start", 8), 'words such as "about 1993"'),
    "impact out of range": (
        EVENT + "impact_now = 11\n", ("event", "A1", "", 4), "between 0 and 10"),
    "ended and ongoing": (
        EVENT + 'end = "1993"\nongoing = true\n', ("event", "A1", "", 4), "keep one of the two"),
    "rating out of range": (
        '[[score]]\nid = "A3"\nvalue = 11\n', ("score", "A3", "", 4), "between 0 and 10"),
    "score that is no number": (
        '[[score]]\nid = "A3"\ninstrument = "other"\nvalue = nan\n', ("score", "A3", "value", 7),
        "a number"),
    "dose below zero": (
        '[[medicine]]\nid = "A4"\nlabel = "x"\ndrug = "x"\namount = -4\n',
        ("medicine", "A4", "", 4), "from 0"),
    "repeated id": (EVENT + SYMPTOM.replace("A2", "A1"), ("symptom", "A1", "id", 9), "its own id"),
    "id of a landmark": (
        SYMPTOM.replace("A2", "birth"), ("symptom", "birth", "id", 5), "its own id"),
    "link to no symptom": (
        EVENT + '[[link]]\nsymptom = "A9"\nstressor = "A1"\n', ("link", "A9 - A1", "symptom", 9),
        "symptom's id"),
    "link to no stressor": (
        SYMPTOM + '[[link]]\nsymptom = "A2"\nstressor = "A9"\n', ("link", "A2 - A9", "stressor", 9),
        "id of a fact"),
    "recurrence of nothing": (
        SYMPTOM + 'recurrence_of = "A9"\n', ("symptom", "A2", "recurrence_of", 7), "id of a fact"),
    "recurrence of itself": (
        SYMPTOM + 'recurrence_of = "A2"\n', ("symptom", "A2", "recurrence_of", 7), "another fact"),
    "after an injury that is itself": (
        SYMPTOM + 'after_injury = "A2"\n', ("symptom", "A2", "after_injury", 7), "another fact"),
    "link of a symptom with itself": (
        SYMPTOM + '[[link]]\nsymptom = "A2"\nstressor = "A2"\n',
        ("link", "A2 - A2", "stressor", 9), "another fact"),
    "note about nothing": (
        '[[note]]\ntext = "Two sides."\nabout = ["A9"]\n', ("note", "Two sides.", "about", None),
        "ids of records"),
    "observed from no age": (
        "observed_from_age = 121\n", ("case", "anna", "observed_from_age", 4), "between 0 and 120"),
    "observed from before birth": (
        "observed_from_age = -1\n", ("case", "anna", "observed_from_age", 4), "between 0 and 120"),
    "a length beyond every life": (
        SYMPTOM + EVENT + 'start = "9000 years after @A2"\n', ("event", "A1", "start", 11),
        "longer than 150 years"),
    "a length just too long": (
        EVENT + 'start = "within 151 years before birth"\n', ("event", "A1", "start", 8),
        "longer than 150 years"),
    "an age beyond every life": (
        EVENT + 'start = "aged 131"\n', ("event", "A1", "start", 8), "up to 130"),
    "ages beyond every life": (
        EVENT + 'start = "aged 20 to 999"\n', ("event", "A1", "start", 8), "up to 130"),
    "birth of somebody too old": (
        'birth = "aged 999 at consultation"\n', ("case", "anna", "birth", 4), "up to 130"),
    "birth counts from nothing": (
        'birth = "aged 52 at @A9"\n', ("case", "anna", "birth", 4), "@M10"),
    "day of recording not a day": (
        'recorded = "soon"\n', ("case", "anna", "recorded", 4), "Write for example"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_table_id_field_line_and_remedy(name):
    text, (table, identifier, field, line), remedy = FAULTS[name]
    with pytest.raises(CaseFileError) as caught:
        parse(CASE + text, "anna.toml")
    located = caught.value.faults[0]
    fault = located.fault
    assert (fault.table, fault.id, fault.field, located.line) == (table, identifier, field, line)
    assert remedy in str(caught.value)
    assert str(caught.value).startswith("anna.toml has ")


def test_every_fault_is_told_at_once():
    text = CASE + EVENT + 'start = "soon"\nzzz = 1\n' + SYMPTOM + "chief = 1\n"
    with pytest.raises(CaseFileError, match="3 faults; nothing was loaded"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"\[case\] is missing. Begin with \[case\], id and name"),
        ("\n\n# only a remark\n", r"\[case\] is missing"),
        ("[[case]]\nid = 'a'\n", r"\[case\] is missing"),
        ('case = "a"\n', r"\[case\] is missing"),
        ("once upon a time", "is not TOML.*line 1"),
        (CASE + "detail = once\n", "is not TOML.*line 4"),
        (CASE + 'detail = "a\0b"\n', "is not TOML.*line 4"),
        (CASE + CASE, "is not TOML"),
        ("x = " + "[" * 100_000, "nests tables too deeply"),
        ("x = " + "{a = " * 100_000, "nests tables too deeply"),
        ("[case]\nname." + "a." * 3000 + "b = 1", "text in quotes"),
        ("[case]\nname = 0x" + "f" * 6000, "text in quotes"),
        (CASE + "x = " + "9" * 6000, "a number too long"),
        (CASE + EVENT + f'start = "{"9" * 150} years ago"', "not a date Remit understands"),
        (CASE + EVENT + f'start = "{"about 1 year " * 9999}"', "at most 200 characters"),
        (CASE + "birth = 0x" + "f" * 6000, "a date is words"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_case_file_is_refused_in_words(text, words):
    with pytest.raises(InvalidInput, match=words):
        parse(text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is missing"),
        (b"[case]\nid = 'a'\nname = 'Zo\xeb'\n", r"not UTF-8 text \(line 3\).*UTF-8"),
        (CASE.encode("utf-16"), "not UTF-8"),
        (b"\0" * 100, "is not TOML"),
        (b"#" * 10_000_000, "10.0 MB.*at most 2 MB"),
    ],
    ids=["empty", "latin-1", "utf-16", "zero bytes", "10 MB"],
)
def test_a_file_of_the_wrong_kind_is_refused_in_words(tmp_path, data, words):
    path = tmp_path / "case.toml"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match=words):
        load(path)


def test_a_mark_at_the_beginning_of_the_file_does_no_harm(tmp_path):
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + CASE.encode())
    assert load(path).subject.id == "anna"


def test_a_folder_is_no_case_file(tmp_path):
    with pytest.raises(InvalidInput, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["none.toml", "x" * 300, "case.toml/inside", "a\0b"])
def test_a_file_that_is_not_there_is_not_found(tmp_path, name):
    (tmp_path / "case.toml").write_text(CASE)
    with pytest.raises((NotFound, InvalidInput), match="file"):
        load(tmp_path / name)


def mutated(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def clash(text: str) -> set[tuple[str, str]]:
    clashes = Chronology(parse(text)).clashes
    assert clashes
    return {(said.owner, said.field) for found in clashes for said in found.statements}


def test_contradictory_dates_load_and_both_facts_are_named():
    text = CASE + EVENT + 'start = "1990"\n' + SYMPTOM + 'start = "1980"\nnot_before = ["A1"]\n'
    assert clash(text) == {("A1", "start"), ("A2", "start"), ("A2", "not_before")}


def test_contradictory_ages_are_named():
    text = CASE + 'birth = "1950"\n' + EVENT + 'start = "aged 20"\nend = "1960"\n'
    assert clash(text) == {("birth", "date"), ("A1", "start"), ("A1", "end")}


def test_marys_onset_put_after_her_relief_clashes_with_it():
    found = clash(mutated(MARY, ('onset = "sudden"\n', 'onset = "sudden"\nnot_before = ["M23"]\n')))
    assert {("M10", "not_before"), ("M23", "start")} <= found


RULES = {
    "programme before the consultation": (
        'programme_start = "2 years before the consultation"\n',
        {("programme-start", "date")}, "the programme cannot begin before the consultation"),
    "programme of another length": (
        'programme_start = "1990-01-01"\nprogramme_end = "1990-03-01"\n',
        {("programme-start", "date"), ("programme-end", "date")}, "day 21 is 20 days after day 1"),
    "symptom before birth": (
        SYMPTOM + 'start = "2 years before birth"\n',
        {("A2", "start")}, "nothing of one's own life lies before birth"),
    "end before start": (
        SYMPTOM + 'start = "1990"\nend = "1980"\n',
        {("A2", "start"), ("A2", "end")}, "an end cannot lie before its start"),
    "turn before the onset": (
        SYMPTOM + 'start = "1990"\ncourse = [{ when = "1980", change = "better" }]\n',
        {("A2", "start"), ("A2", "course")}, "a turn in the course cannot lie before the onset"),
    "born after the consultation": (
        'consultation = "1990"\nbirth = "1995"\n',
        {("birth", "date"), ("consultation", "date")}, "the consultation cannot lie before birth"),
    "no rule, only what was said": (
        EVENT + 'start = "1990"\n' + SYMPTOM + 'start = "1980"\nnot_before = ["A1"]\n',
        {("A1", "start"), ("A2", "start"), ("A2", "not_before")}, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_a_clash_names_the_rule_that_is_broken(name):
    text, statements, rule = RULES[name]
    assert clash(CASE + text) == statements
    (found,) = Chronology(parse(CASE + text)).clashes
    assert found.rule == rule


def test_dates_led_out_of_the_calendar_have_words_and_no_day():
    text = CASE + EVENT + 'start = "1990"\n'
    for number in range(2, 80):
        text += EVENT.replace("A1", f"A{number}") + f'start = "150 years after @A{number - 1}"\n'
        text += EVENT.replace("A1", f"B{number}")
        text += f'start = "150 years before @{f"B{number - 1}" if number > 2 else "A1"}"\n'
    times = Chronology(parse(text))
    assert times.start("A79").latest is None
    assert times.start("B79").earliest is None
    for fact in times.history.facts():
        assert interval_words(times.start(fact.id), times.axis)
    assert day_words(10**7, times.axis) == "after the year 9999"
    assert day_words(-1, times.axis) == "before the year 1"


def test_a_rating_in_a_contradiction_is_named():
    text = CASE + 'consultation = "1990"\nbirth = "1960"\n'
    text += '[[score]]\nid = "A3"\nvalue = 3\nstart = "1950"\n'
    found = Chronology(parse(text)).clashes[0].statements
    assert ("A3", "rating of 3") in {(said.owner, said.label) for said in found}


def test_a_disputed_date_keeps_what_was_said():
    text = CASE + EVENT + 'start = "1990"\n' + SYMPTOM + 'start = "1980"\nnot_before = ["A1"]\n'
    times = Chronology(parse(text))
    assert times.is_disputed("A1.start")
    assert times.interval("A1.start").width == 364
    assert times.interval("A2.start").width == 365


def read_or_refused(text: str) -> None:
    try:
        history = parse(text)
    except UserError:
        return
    times = Chronology(history)
    for fact in history.facts():
        times.start(fact.id)
        times.end(fact.id)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
@example("[case]\nid = ''\nname = ''")
@example("[case.id]\n[case.name]")
def test_no_text_raises_anything_but_a_user_error(text):
    read_or_refused(text)


KEYS = st.sampled_from(
    ["id", "label", "code", "start", "end", "course", "value", "phase", "birth", "not_before",
     "consultation", "who", "ongoing", "count", "amount", "symptom", "stressor", "unknown"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["1", "-1", "nan", "inf", "true", '""', '"A1"', "[]", "[1]", '["A1"]', "{}", '{ date = "1" }',
     '"consultation"', '"@M10"', '"after @M10.end"', '"9999"', '"aged 999"', '"9999 years ago"',
     '"0001"', '"after @start"', '"before @end"', "1993-05-04", "1993-05-04T00:00:00Z", "10:00:00",
     '"about 9999"', '"about 0001"', '"30 years after birth"', '"2 days after programme end"',
     '[{ when = "1993", change = "gone" }]', '"within 9999 years before birth"', '"9999-24"']
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([MARY, NANCY]), st.integers(0, 10**6), KEYS, VALUES, st.booleans())
def test_no_changed_case_raises_anything_but_a_user_error(text, place, key, value, in_place):
    lines = text.splitlines()
    keyed = [number for number, line in enumerate(lines) if " = " in line]
    number = keyed[place % len(keyed)]
    name = lines[number].split(" = ")[0].strip() if in_place else key
    lines[number] = f"{name} = {value}"
    read_or_refused("\n".join(lines))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([MARY, NANCY]), st.data())
def test_no_torn_case_raises_anything_but_a_user_error(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 80, len(text))))
    read_or_refused(text[:start] + data.draw(st.text(max_size=5)) + text[end:])


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=100))
def test_no_bytes_raise_anything_but_a_user_error(tmp_path_factory, data):
    path: Path = tmp_path_factory.mktemp("bytes") / "case.toml"
    path.write_bytes(data)
    try:
        load(path)
    except UserError:
        return


def test_lines_are_right_however_the_table_is_written():
    text = MARY.replace('code = "FAM01"', 'code = "FAM1"')
    with pytest.raises(CaseFileError) as caught:
        parse(text)
    line = caught.value.faults[0].line
    assert line is not None
    assert text.splitlines()[line - 1] == "[[event]]"
    assert text.splitlines()[line] == 'id = "M03"'
    assert tomllib.loads(MARY)["event"][0]["id"] == "M03"
