"""`remit workbook`: one file to print, without database or web."""

from tests.cli.test_consult_cli import remit


def test_the_workbook_is_written_whole_with_the_numbers_given(tmp_path):
    target = tmp_path / "workbook.pdf"
    done = remit(
        "workbook", "--out", str(target), "--clinic", "Riverside",
        "--contact", "Emergency=112", "--contact", "Crisis line=116 123",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_it_does_not_overwrite_without_being_told(tmp_path):
    target = tmp_path / "workbook.pdf"
    target.write_text("mine")
    done = remit("workbook", "--out", str(target))
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert target.read_text() == "mine"
    assert remit("workbook", "--out", str(target), "--force").returncode == 0


def test_a_number_without_a_name_is_refused_in_words(tmp_path):
    done = remit("workbook", "--out", str(tmp_path / "w.pdf"), "--contact", "116 123")
    assert done.returncode == 2
    assert "NAME=NUMBER" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_needs_a_file():
    done = remit("workbook")
    assert done.returncode == 2
    assert "--out" in done.stderr
