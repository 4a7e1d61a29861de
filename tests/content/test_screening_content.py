"""The shipped screening: complete, pinned, readable, and silent on medicines and operations."""

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli.content import content as content_verbs
from remit.content import screening as content
from remit.content.definition import content_hash
from remit.domain.decision_table import keys_of
from remit.domain.form import Kind, Need, asked
from remit.domain.wording import banned_in
from remit.errors import InvalidInput, NotFound
from remit.reports.screening_page import screening_page
from remit.reports.screening_table import truth_table

ROOT = Path(__file__).resolve().parents[2]
RULES = content.rule_set()
STAGE_1 = [
    "CE1",
    "CE2",
    "CE3",
    "CE4",
    "CE5",
    "ND1",
    "ND2",
    "ND3",
    "ND4",
    "ND5",
    "GC1",
    "VA1",
    "VA2",
    "VA3",
    "VA4",
    "IN1",
    "IN2",
    "FR1",
    "MU1",
    "SD1",
    "GI1",
    "PR1",
]
STAGE_2 = [
    "MA1",
    "MA2",
    "MA3",
    "MA4",
    "MA5",
    "MA6",
    "FR2",
    "FR3",
    "FR4",
    "IN3",
    "IN4",
    "SP0",
    "SP1",
    "SP2",
    "SP3",
    "SP4",
    "SP5",
    "SP6",
    "SP7",
    "SP8",
    "SP9",
    "IA1",
    "IA2",
    "IA3",
    "VA5",
    "SY1",
    "SY2",
    "SY3",
    "SY4",
    "PR2",
    "OP1",
    "TX1",
]
CLINIC = ["SH1", "PSY1", "MAN1", "DIS1", "DRUG1", "ALC1", "EAT1", "CAP1", "LANG1", "READ1", "VIO1"]
COMPUTED = {
    "spine_pain", "MA2.percent", "mme", "medicine.classes", "alcohol", "sleep_apnoea",
    "history.spine_operation", "change.what", "change.use", "change.classes", "age_low", "CE", "ND",
}  # fmt: skip
PARTICIPANT = ("stage1", "new-symptom", "weekly", "flare", "stage2")


def main_keys(stage):
    return [one.key for one in RULES.form(stage).questions() if "." not in one.key]


def questions():
    seen = {}
    for stage in PARTICIPANT:
        for page in RULES.form(stage).pages:
            seen[page.title] = page.title
            seen[page.intro] = page.intro
            for one in page.questions:
                seen[one.key] = f"{one.text} {one.hint}".strip()
    return {key: text for key, text in seen.items() if text}


def test_every_question_of_the_reference_is_asked():
    assert list(RULES.must_keys()) == STAGE_1
    assert [key for key in main_keys("stage2") if key in STAGE_2] == STAGE_2
    assert main_keys("clinic") == CLINIC


@pytest.mark.parametrize("stage", ["stage1", "new-symptom", "weekly"])
def test_every_form_of_stage_1_has_all_its_questions(stage):
    assert set(STAGE_1) <= set(main_keys(stage))
    for key in STAGE_1:
        assert RULES.form(stage).question(key).need is Need.MUST
        answers = {one.key for one in RULES.form(stage).question(key).options}
        assert answers == {"yes", "no", "not_sure"} | ({"prefer_not"} if key == "CE5" else set())


@pytest.mark.parametrize("key", STAGE_1)
@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_course_is_asked_after_yes_or_not_sure_only(key, answer):
    form = RULES.form("stage1")
    course = {f"{key}.onset", f"{key}.trend", f"{key}.assessed"}
    assert course <= {one.key for one in asked(form, {key: answer})}
    assert not course & {one.key for one in asked(form, {key: "no"})}
    told = {one.key for one in asked(form, {key: answer, f"{key}.assessed": "yes"})}
    assert {f"{key}.assessed_by", f"{key}.assessed_on"} <= told


def test_every_input_of_a_rule_is_collected():
    collected = set(RULES.keys) | COMPUTED
    wanted = {key for rule in RULES.rules for key in rule.keys}
    assert wanted - collected == set()


@pytest.mark.parametrize("key", ["CE1", "CE2", "CE3", "CE4", "CE5", "ND1", "ND2"])
def test_stage_1_asks_at_once_for_a_past_tumour(key):
    form = RULES.form("stage1")
    assert "MA1" in {one.key for one in asked(form, {key: "not_sure"})}
    page = next(page for page in form.pages if any(one.key == key for one in page.questions))
    assert any(one.key == "MA1" for one in page.questions)


@pytest.mark.parametrize("stage", ["new-symptom", "weekly"])
def test_a_new_report_asks_for_a_band_of_pain_and_at_once_for_a_past_tumour(stage):
    form = RULES.form(stage)
    said = {"NEW": "yes", "MA4": "not_sure"}
    assert {"MA4", "MA4.lying", "MA1"} <= {one.key for one in asked(form, said)}
    assert "MA1" not in {one.key for one in asked(form, {"NEW": "yes", "MA4": "no"})}
    (page,) = (page for page in form.pages if any(one.key == "MA4" for one in page.questions))
    assert any(one.key == "MA1" for one in page.questions)
    assert "MA4" not in main_keys("stage1")


@pytest.mark.parametrize("key", ["ND1", "ND2"])
def test_how_fast_is_asked_of_what_is_new_too(key):
    form, pace = RULES.form("stage1"), {"ND1": "ND1.pace", "ND2": "ND2.days"}[key]

    def keys(**course):
        return {
            one.key
            for one in asked(form, {key: "yes"} | {f"{key}.{n}": w for n, w in course.items()})
        }

    assert pace in keys(onset="two_weeks", trend="same")
    assert pace in keys(onset="not_sure", trend="better")
    assert pace in keys(onset="older", trend="worse")
    assert pace not in keys(onset="older", trend="same")


@pytest.mark.parametrize("stage", ["stage1", "new-symptom"])
def test_new_spine_pain_is_asked_for_and_a_sudden_one_asks_at_once_for_fragile_bones(stage):
    form = RULES.form(stage)

    def keys(**given):
        return {one.key for one in asked(form, {"BODY": ("neck",)} | given)}

    assert "PAIN.spine_new" in keys()
    assert "PAIN.spine_new" not in {one.key for one in asked(form, {"BODY": ("left_knee",)})}
    new = {"PAIN.spine_new": "not_sure"}
    assert {"PAIN.first", "PAIN.sudden"} <= keys(**new)
    assert "FR2" not in keys(**new)
    assert "FR2" in keys(**new, **{"PAIN.sudden": "yes"})


def test_stage_1_asks_at_once_for_risks_of_infection():
    form = RULES.form("stage1")
    assert "IN3" in {one.key for one in asked(form, {"IN1": "yes"})}
    assert "IN3" not in {one.key for one in asked(form, {"IN1": "no"})}


def test_the_violence_question_is_never_asked_by_phone_or_by_a_form_at_home():
    assert RULES.alone_only == ("VIO1",)
    for stage in ("clinic-phone", *PARTICIPANT):
        assert "VIO1" not in {one.key for one in RULES.form(stage).questions()}
        assert "SH1" not in {one.key for one in RULES.form(stage).questions()} or "clinic" in stage


def test_the_flare_page_has_eight_signs_and_a_way_to_say_none():
    (question,) = RULES.form("flare").questions()
    alone = [one.key for one in question.options if one.alone]
    assert question.kind is Kind.MANY
    assert alone == ["not_sure", "none"]
    assert len(question.options) == 8 + len(alone)


def test_not_sure_counts_as_yes_in_every_rule_of_code_e_and_u1():
    for rule in RULES.rules:
        if rule.code not in ("E", "U1") or rule.id.startswith("CHG"):
            continue
        for row in rule.when:
            for cell in row:
                if "yes" in cell.is_ and cell.key != "spine_pain":
                    assert "not_sure" in cell.is_, (rule.id, cell.key)


def test_rules_look_only_at_answers_that_exist():
    options = {
        one.key: {option.key for option in one.options}
        for _, form in RULES.forms
        for one in form.questions()
        if one.options
    }
    for rule in RULES.rules:
        for row in rule.when:
            for cell in row:
                assert set(cell.is_) <= options.get(cell.key, set(cell.is_)), (rule.id, cell.key)


def test_a_part_that_is_not_the_pinned_one_is_refused(monkeypatch):
    original = content.content_bytes
    monkeypatch.setattr(content, "content_bytes", lambda path: original(path) + b"\n# changed\n")
    content.rule_set.cache_clear()
    with pytest.raises(InvalidInput, match="is not the part that"):
        content.rule_set("1")
    content.rule_set.cache_clear()


def test_paths_name_every_file_of_the_set():
    assert content.path("1") == "screening/1.toml"
    assert len(content.paths("1")) == 5
    assert all(len(content_hash(path)) == 64 for path in content.paths("1"))
    with pytest.raises(NotFound):
        content.rule_set("0")


def test_an_unknown_language_stays_english():
    assert content.rule_set("1", "xx").language == "en"


# Words that a clinical question cannot do without; each counts as one of two syllables.
NEEDED = re.compile(
    r"spondyloarthritis|anti-inflammatory|tuberculosis|osteoporosis|aneurysm|psoriasis|arthritis|"
    r"colitis|genitals|injection|operation|parathyroid|infection|pregnant|urine|tumour|Bechterew's"
)


def grade(text):
    """Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words = re.findall(r"[A-Za-z']+", NEEDED.sub("needed", text))
    sentences = max(1, len(re.findall(r"[.?:;]", text)))
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in words
    )
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize(("key", "text"), sorted(questions().items()))
def test_questions_are_short_and_for_a_reading_age_of_about_twelve(key, text):
    long = [part for part in re.split(r"[.?:]", text) if len(part.split()) > 20]
    assert not long
    if len(text.split()) >= 6:
        assert grade(text) <= 8.5, round(grade(text), 1)


def test_the_reading_grade_of_all_questions_together_is_below_seven():
    assert grade(" ".join(questions().values())) < 6


def all_texts():
    for stage, form in RULES.forms:
        for page in form.pages:
            yield from (page.title, page.intro)
            for one in page.questions:
                yield from (one.text, one.hint, *(option.text for option in one.options))
        yield stage
    for rule in RULES.rules:
        yield from (rule.finding, rule.looks_for, rule.task, rule.says)


def test_inv_07_wording_never_blames_or_reassures():
    for text in all_texts():
        assert not banned_in(text), text
        folded = text.lower()
        assert not re.search(r"all clear|nothing wrong|cure|guarantee|\bfault\b|patient", folded)
        assert "!" not in text


def test_inv_04_hz5_no_text_suggests_to_start_stop_or_change_anything():
    verbs = r"\b(start|stop|skip|reduce|lower|increase|take|taper|cancel|postpone|halve)\b"
    things = r"tablet|medicine|opioid|morphine|operation|surgery|injection|dose"
    for text in all_texts():
        asks = text.endswith("?") or "?" in text
        told = re.search(rf"(?i)(?:^|[.] ){verbs}[^.]*(?:{things})", text)
        assert asks or not told, text


def test_inv_04_hz5_a_planned_operation_is_left_to_surgeon_and_participant():
    task = RULES.rule("OP1.R").task
    assert "speaks with the surgeon" in task
    assert "participant agrees" in task
    assert "nothing for or against" in task
    (question,) = [one for one in RULES.form("stage2").questions() if one.key == "OP1"]
    assert "cancelled" not in " ".join(option.key for option in question.options)


def test_hz4_no_schedule_share_or_target_of_a_dose_stands_anywhere():
    for rule in RULES.rules:
        if rule.group == "medicines":
            told = f"{rule.finding} {rule.task} {rule.says}"
            assert not re.search(r"%|percent|per cent|half|every \w+ weeks|taper|target", told)


def test_the_page_is_what_the_data_say():
    page = (ROOT / "docs/clinical/screening.md").read_text(encoding="utf-8")
    assert page == screening_page(RULES)
    for rule in RULES.rules:
        assert f"`{rule.id}`" in page


def test_the_truth_table_is_what_the_rules_say():
    text = (ROOT / "docs/clinical/screening-truth-table.csv").read_text(encoding="utf-8")
    assert text == truth_table(RULES), "run: remit content truth-table -o docs/clinical/..."
    rows = list(csv.DictReader(text.splitlines()))
    of = {row["of"].removeprefix("rule ").removesuffix(" alone") for row in rows}
    assert set(STAGE_1) | set(STAGE_2) <= of
    combinations = {rule.id for rule in RULES.rules if re.match(r"c\d", rule.id)}
    assert combinations <= of
    held = {row["of"] for row in rows if row["code"] != "-"}
    assert {name for name in of if name in combinations} <= {
        name.removeprefix("rule ").removesuffix(" alone") for name in held
    }


def test_the_verb_writes_the_shipped_page(tmp_path):
    target = tmp_path / "screening.md"
    done = CliRunner().invoke(content_verbs, ["screening", "-o", str(target)])
    assert done.exit_code == 0
    shipped = (ROOT / "docs/clinical/screening.md").read_text(encoding="utf-8")
    assert target.read_text(encoding="utf-8") == shipped


def test_every_cell_key_is_plain():
    for rule in RULES.rules:
        assert all("@" not in key for key in keys_of(rule.when))
