"""The shipped rule sets of screening: one version is one file and the parts that it pins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from remit.content.definition import content_bytes, file_names, plain_file, structure
from remit.content.screening_forms import forms
from remit.content.screening_rules import rules
from remit.content.screening_source import Source
from remit.content.translation import text_keys, translated
from remit.domain.form import Form
from remit.domain.screening import RuleSet
from remit.errors import InvalidInput

FOLDER = "screening"
ENGLISH = "en"
_JOINED = ("stage", "page", "sign", "question", "rule", "implies", "class")


def path(version: str = "1") -> str:
    """The content path of a version; its hash covers the parts, which it pins by theirs."""
    return f"{FOLDER}/{version}.toml"


def paths(version: str = "1") -> tuple[str, ...]:
    """The file of a version and all of its parts."""
    parts = plain_file(path(version)).get("part", [])
    return (path(version), *(part["path"] for part in parts))


@cache
def rule_set(version: str = "1", language: str = ENGLISH) -> RuleSet:
    """The questions and rules of a version.

    Args:
        version: such as "1".
        language: of the forms; what is not translated stays English. Rules are for staff.

    Raises:
        NotFound: no such version is shipped.
        InvalidInput: a file cannot be read, or a part is not the one that was pinned.
    """
    source = _source(version)
    words = _overlay(version, language)
    made = forms(source)
    if words:
        made = tuple((stage, _in_language(form, language, words)) for stage, form in made)
    alone = {page.id for page in source.page if page.alone_only}
    return RuleSet(
        id=source.id,
        version=source.version,
        language=language if words else ENGLISH,
        rules=rules(source),
        forms=made,
        signs=source.sign,
        implications=source.implies,
        classes=source.class_,
        alone_only=tuple(one.id for one in source.question if alone & set(one.pages)),
    )


def _source(version: str) -> Source:
    main = plain_file(path(version))
    joined: dict[str, Any] = {**main}
    for part in main.get("part", []):
        if hashlib.sha256(content_bytes(part["path"])).hexdigest() != part["sha256"]:
            raise InvalidInput(
                f"{part['path']} is not the part that {path(version)} names. A released part never "
                "changes: give it a new version, or pin its new hash before the first release."
            )
        plain = plain_file(part["path"])
        for name in _JOINED:
            joined[name] = [*joined.get(name, []), *plain.get(name, [])]
    for rule in joined["rule"]:
        if "for" in rule:
            rule["for_"] = rule.pop("for")
    joined["class_"] = joined.pop("class")
    return structure(Source, joined, path(version))


def _overlay(version: str, language: str) -> dict[str, str]:
    name = f"{version}.{language}.toml"
    if language == ENGLISH or name not in file_names(FOLDER):
        return {}
    words: dict[str, str] = plain_file(f"{FOLDER}/{name}")["text"]
    return words


def _in_language(form: Form, language: str, words: dict[str, str]) -> Form:
    """One overlay serves all stages; each form takes what it has."""
    return translated(form, language, dict(_own(form, words)))


def _own(form: Form, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in text_keys(form):
        for name in (f"{form.id}.{key}", key):  # a title belongs to one form
            if name in words:
                yield key, words[name]
                break
