"""`remit stats`: a sentence on the screen, the whole result as JSON, no traceback."""

import json
import subprocess
import sys

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


def trial_file(tmp_path):
    random = np.random.default_rng(5)
    rows = ["id,arm,visit,base,pain"]
    for person in range(40):
        own, base = random.normal(), random.normal(6, 1)
        arm = "MBM" if person % 2 else "usual"
        for week in (4, 8, 12):
            pain = 0.5 * base + own + random.normal() - (person % 2) * week / 12
            told = "" if random.random() < 0.1 else round(pain, 3)
            rows.append(f"{person},{arm},{week},{base:.3f},{told}")
    file = tmp_path / "trial.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_trial_is_fitted_with_means_differences_and_everything_as_json(tmp_path):
    target = tmp_path / "fit.json"
    done = remit(
        "stats", "mmrm", str(trial_file(tmp_path)), "--formula", "pain ~ arm*visit + base*visit",
        "--structure", "us", "--structure", "ar1", "-o", str(target),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "40 people at 3 visits" in done.stdout
    assert "arm usual, visit 12 - arm MBM, visit 12" in done.stdout
    found = json.loads(target.read_text())
    assert len(found["means"]) == 6
    assert len(found["covariance"][0]) == 3
    assert {one["name"] for one in found["tests"]} >= {"arm", "arm:visit"}
    assert found["settings"]["ladder"] == ["us", "ar1"]


def test_a_formula_that_cannot_be_applied_is_refused_in_words(tmp_path):
    file = str(trial_file(tmp_path))
    done = remit("stats", "mmrm", file, "--formula", "pain ~ nothing")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    done = remit("stats", "mmrm", file, "--formula", "pain ~ arm", "--visit", "week")
    assert (done.returncode, "no column week" in done.stderr) == (2, True)


def test_a_part_that_is_not_installed_is_named():
    code = (
        "import sys; sys.modules['formulaic'] = None; from remit.cli.main import main; "
        "main(['stats', 'mmrm', '--help'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "remit[trials]" in done.stderr


PLAN = """
arms = ["MBM", "usual care"]
blocks = [4, 6]
length = 30
[factors]
sex = ["f", "m"]
"""


def test_a_list_is_drawn_checked_and_never_shown(tmp_path):
    plan, target = tmp_path / "plan.toml", tmp_path / "list.csv"
    plan.write_text(PLAN, encoding="utf-8")
    done = remit("stats", "randomise", str(plan), "--seed", "7", "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert "2 lists of 30" in done.stdout
    assert "guesses 69.3 of 100" in done.stdout
    rows = target.read_text().splitlines()
    assert rows[0] == "sex,number,block,arm,plan"
    assert len(rows) == 61
    assert not any(row in done.stdout for row in rows[1:])
    again = remit("stats", "randomise", str(plan), "--seed", "7", "--check", str(target))
    assert (again.returncode, "row by row" in again.stdout) == (0, True)
    other = remit("stats", "randomise", str(plan), "--seed", "8", "--check", str(target))
    assert (other.returncode, "not the list" in other.stderr) == (3, True)


def test_a_plan_that_cannot_be_read_is_refused_in_words(tmp_path):
    plan = tmp_path / "plan.toml"
    for text in (
        "arms = [",
        'arms = "x"',
        "arm = 1",
        'arms = ["a", "b"]\nblocks = [3]',
        "ratio = 1",
    ):
        plan.write_text(text, encoding="utf-8")
        done = remit("stats", "randomise", str(plan), "--seed", "1")
        assert (done.returncode, "Traceback" in done.stderr) == (3, False), text
