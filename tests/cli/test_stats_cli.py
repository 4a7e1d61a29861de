"""`remit stats`: a sentence on the screen, the whole result as JSON, no traceback."""

import json

import numpy as np
from tests.cli.test_consult_cli import remit


def diary_file(tmp_path, days=84):
    random = np.random.default_rng(4)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        pain[day] = 0.5 * pain[day - 1] + 0.8 * stress[day - 1] + random.normal()
    first = np.datetime64("2026-01-01")
    rows = [
        f"{first + day},{pain[day]:.3f},{'' if day == 40 else round(stress[day], 3)}"
        for day in range(days)
    ]
    file = tmp_path / "diary.csv"
    file.write_text("\n".join(["day,pain,stress", *rows]) + "\n", encoding="utf-8")
    return file


def test_lives_are_tried_and_counted(tmp_path):
    target = tmp_path / "lives.json"
    done = remit("stats", "lives", "--lives", "40", "--recall", "3", "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Of 40 lives with 4 onsets and no association, ")
    found = json.loads(target.read_text())
    assert (found["lives"], found["truth"]["recall"]) == (40, 3.0)
    assert found["truth"]["half_life"] == "inf"
    again = remit("stats", "lives", "--lives", "40", "--recall", "3", "-o", str(target))
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_an_impossible_truth_is_refused_in_words():
    done = remit("stats", "lives", "--recall", "0.2")
    assert done.returncode == 3
    assert "1 or more" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_diary_is_asked(tmp_path):
    target = tmp_path / "found.json"
    done = remit("stats", "diary", str(diary_file(tmp_path)), "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("By chance alone ")
    found = json.loads(target.read_text())
    assert found["estimate"] > 0
    assert found["n"] == 82
    assert found["settings"]["lag"] == 1


def test_a_short_diary_answers_with_its_reason(tmp_path):
    target = tmp_path / "found.json"
    done = remit("stats", "diary", str(diary_file(tmp_path, 12)), "-o", str(target))
    assert done.returncode == 0
    assert done.stdout.startswith("Not estimable, because 11 days can be used")
    assert json.loads(target.read_text())["not_estimable"].startswith("11 days")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    file = tmp_path / "diary.csv"
    file.write_text("day,pain,stress\n", encoding="utf-8")
    assert "no row" in remit("stats", "diary", str(file)).stderr
    file.write_bytes(b"\xff\xfe\x00")
    done = remit("stats", "diary", str(file))
    assert (done.returncode, "UTF-8" in done.stderr) == (3, True)
    done = remit("stats", "diary", str(diary_file(tmp_path)), "--outcome", "ache")
    assert (done.returncode, "no column 'ache'" in done.stderr) == (3, True)
