"""The reference of the case file is generated from the schema and cannot drift."""

from dataclasses import fields
from pathlib import Path

import pytest

from remit.content.reference import case_file_page, meanings
from remit.content.schema import TABLES
from remit.domain.history import Subject

PAGE = Path(__file__).parents[2] / "docs/reference/case-file.md"


def test_the_page_is_what_the_schema_says():
    assert PAGE.read_text("utf-8") == case_file_page(), (
        "run: remit content reference -o docs/reference/case-file.md"
    )


@pytest.mark.parametrize("kind", [Subject, *TABLES.values()], ids=lambda kind: kind.__name__)
def test_every_key_is_explained(kind):
    explained = meanings(kind)
    assert [item.name for item in fields(kind) if item.name not in explained] == []
