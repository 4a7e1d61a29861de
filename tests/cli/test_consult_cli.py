"""The command line as a person uses it: exit codes, sentences, never a traceback."""

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from remit.content.shipped import CASE_IDS

CASES = Path(str(resources.files("remit.content") / "cases"))


def remit(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "remit", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )


@pytest.mark.parametrize("case", CASE_IDS)
def test_check_reads_a_published_case(case):
    done = remit("consult", "check", str(CASES / f"{case}.toml"))
    assert done.returncode == 0, done.stderr
    assert "dated facts, read without fault" in done.stdout


@pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
def test_report_is_written_whole(tmp_path, suffix):
    target = tmp_path / f"report{suffix}"
    done = remit("consult", "report", str(CASES / "nancy.toml"), "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert "83.3 % less" in target.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_report_does_not_overwrite_without_being_told(tmp_path):
    target = tmp_path / "report.md"
    target.write_text("mine")
    done = remit("consult", "report", str(CASES / "mary.toml"), "-o", str(target))
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[case]\nid = 'x'\nname = 'X'\nbirth = 'the day before'\n", "line 4"),
        (b"[case]\nid = 'x'\nname = 'X'\n[[event]]\nid='A'\nlabel='b'\ncode='ZZZ1'\n", "taxonomy"),
        (
            b"[case]\nid='x'\nname='X'\n[[link]]\nsymptom='S9'\nstressor='E9'\n",
            "points to “S9”, which is not in this case",
        ),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[case\n", "not TOML"),
        (b"a" * 10_000_000, "10.0 MB"),
        (b"", "[case]"),
    ],
)
def test_bad_files_get_a_sentence_and_an_exit_code(tmp_path, content, says):
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    for verb in ("check", "report"):
        done = remit("consult", verb, str(path))
        assert done.returncode == 3
        assert says in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_contradicting_dates_are_shown_with_both_facts(tmp_path):
    path = tmp_path / "clash.toml"
    path.write_text(
        "[case]\nid='x'\nname='X'\nbirth='1950'\nconsultation='2010'\n"
        "[[event]]\nid='A'\nlabel='divorce'\ncode='REL02'\nstart='1975'\n"
        "[[event]]\nid='B'\nlabel='wedding'\ncode='REL01'\nstart='5 years after @A'\nend='1976'\n"
    )
    done = remit("consult", "check", str(path))
    assert done.returncode == 3
    assert "divorce" in done.stderr
    assert "wedding" in done.stderr


def test_a_missing_file_is_not_found(tmp_path):
    done = remit("consult", "check", str(tmp_path / "none.toml"))
    assert done.returncode == 4


def test_content_check_passes():
    done = remit("content", "check")
    assert done.returncode == 0, done.stderr
    assert "without fault" in done.stdout


def test_help_imports_neither_numpy_nor_django():
    code = (
        "import sys; from remit.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numpy', 'django', 'scipy', 'cattrs'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "consult" in done.stdout


def test_the_library_half_never_imports_django(tmp_path):
    code = (
        "import sys; from remit.cli.main import main\n"
        f"try: main(['consult', 'check', {str(CASES / 'mary.toml')!r}])\n"
        "except SystemExit: pass\n"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
