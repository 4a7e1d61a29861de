"""What a good interviewer would still ask, as data: the words, and what counts as asked.

A prompt is a reminder for the clinician. It asks for nothing by itself, and leaving it is no fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.errors import InvalidInput


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """One thing to ask.

    Attributes:
        key: stable name, such as pain.night.
        part: the part of the consultation in which it is asked.
        text: a few words to ask with.
        form: the clinician's form that has a place for the answer; empty where a line is enough.
        answers: what covers it, by kind of record: keys of answered questions. A key of `features`
            also covers it where a published record answers that topic.
        codes: event codes, or beginnings of codes, that cover it.
        tables: tables of a case file, any record of which covers it.
        facts: named conditions on the history that cover it, known to the pathway.
    """

    key: str
    part: str
    text: str
    form: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.key or not self.part or not self.text.strip():
            raise InvalidInput("a prompt needs a key, a part and a text")
