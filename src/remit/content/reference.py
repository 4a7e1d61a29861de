"""The reference page of the case file, written from the schema so that it cannot drift."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from remit.content.schema import CASE, TABLES, key_rows
from remit.domain.history import Subject
from remit.domain.taxonomy import GROUPS, TAXONOMY

_INTRO = """# The case file

One case is one TOML file. `[case]` says whose case it is; every other table is a list of facts.
`remit consult check FILE` reads it and names every fault with its line; nothing is loaded in part.

*This page is generated: `remit content reference -o docs/reference/case-file.md`.*

A **date** is written as people say it, or in EDTF: `1993`, `about 1993`, `May 1993`,
`summer 2004`, `the 1980s`, `1980 to 1990`, `before 1993`, `aged 40`, `in her twenties`,
`childhood`, `9 years ago`, `2 months after the programme`, `6 months after @S05`, `before @M10`,
`about the time of @S05`, `a few days after @start`, `unknown`. To say what it rests on, write
`{ date = "9 years ago", basis = "derived", confidence = "fairly" }`.
`@S05` is the start of the fact with that id, `@S05.end` its end; `@start` and `@end` are the
fact's own.
"""


def case_file_page() -> str:
    """The whole page in Markdown."""
    parts = [_INTRO, "\n".join(_table(CASE, Subject, f"[{CASE}]"))]
    parts += ["\n".join(_table(name, kind, f"[[{name}]]")) for name, kind in TABLES.items()]
    parts.append("\n".join(_codes()))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def meanings(kind: type) -> dict[str, str]:
    """What each key means, from the Attributes of the record and of its bases."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        text = inspect.cleandoc(base.__doc__ or "")
        section = text.partition("Attributes:\n")[2].split("\n\n")[0]
        for name, meaning in re.findall(r"^ {4}(\w+): ((?:.|\n {8})+)", section, re.MULTILINE):
            found[name] = re.sub(r"\s+", " ", meaning).strip()
    return found


def _table(name: str, kind: type, heading: str) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    yield inspect.cleandoc(kind.__doc__ or "").splitlines()[0]
    yield ""
    yield "| key | what | type |"
    yield "|---|---|---|"
    says = meanings(kind)
    for key, type_words, required in key_rows(kind):
        mark = " **required**" if required else ""
        yield f"| `{key}` | {says.get(key, '')}{mark} | {type_words} |"
    yield ""
    if name == "symptom":
        yield "`course` is a list of `{ when, change, severity }`."
        yield ""


def _codes() -> Iterator[str]:
    yield "## Event codes"
    yield ""
    yield "| code | label | group | may count as a stressor | usually lasts |"
    yield "|---|---|---|---|---|"
    for entry in TAXONOMY.values():
        yield (
            f"| {entry.code} | {entry.label} | {GROUPS[entry.group]} "
            f"| {'yes' if entry.counts else 'no'} | {'yes' if entry.lasting else 'no'} |"
        )
