"""Words that a line of quick entry is recognised by, and what each stands for.

Looked up word by word: by the word itself, by its beginning where a phrase ends in a star, and, for
a word that nobody knows, by the phrases' words within a slip or two of the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

SHORTEST_MENDED, SHORTEST_TWICE = 5, 9  # letters from which one slip, and two, are forgiven
LONGEST_ENDING = 4
LONGEST_WORD = 40
MOST_MENDED = 5000  # words remembered with what they were mended to
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for: a table of a case file, and its code or kind there."""

    table: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in words: its meaning, where it stands, and its words as rightly typed.

    `generic` is the generic name behind a brand; `mended` is true where a slip was forgiven.
    """

    meaning: Meaning
    low: int
    high: int
    words: str = ""
    generic: str = ""
    mended: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    open: tuple[bool, ...]
    meaning: Meaning


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The phrases of one language; a star at the end of a word stands for any ending.

    Attributes:
        symptoms, traits: phrases under the single key "words".
        events: phrases by code of the taxonomy; treatments, functioning: by kind.
        medicines: names under "opioid" and "other".
        people: words for people by name; "{parent} died" stands for a phrase with each of them.
        skipped: small words that a phrase is found across, such as "her" and "was".
        generics: generic names by brand or short name.
        spared: words that are right as they are, though a slip away from another.
    """

    id: str
    version: str
    language: str
    symptoms: Mapping[str, tuple[str, ...]]
    events: Mapping[str, tuple[str, ...]]
    treatments: Mapping[str, tuple[str, ...]]
    medicines: Mapping[str, tuple[str, ...]]
    functioning: Mapping[str, tuple[str, ...]]
    traits: Mapping[str, tuple[str, ...]]
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    generics: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    _mended: dict[str, tuple[str, ...]] = field(init=False, repr=False, default_factory=dict)

    def find(self, text: str) -> tuple[Found, ...]:
        """Every phrase in a text, in order; one that lies within a longer one is left out."""
        lower = text.lower()
        tokens = [one for one in _WORD.finditer(lower) if one[0] not in self._skipped]
        names = [self._names(token[0].replace("’", "'")) for token in tokens]
        found = {
            self._found(phrase, tokens[at : at + len(phrase.words)])
            for at in range(len(tokens))
            for name in names[at]
            for phrase in self._by_first.get(name, ())
            if _fits(phrase, names[at:])
        }
        longest = [one for one in found if not any(_within(one, other) for other in found)]
        return tuple(
            sorted(
                longest, key=lambda one: (one.low, one.meaning.table, one.meaning.value, one.words)
            )
        )

    def _found(self, phrase: _Phrase, tokens: list[re.Match[str]]) -> Found:
        words = " ".join(phrase.words)
        return Found(
            phrase.meaning,
            tokens[0].start(),
            tokens[-1].end(),
            words,
            generic=self.generics.get(words, ""),
            mended=any(
                not token[0].replace("’", "'").startswith(word)
                for token, word in zip(tokens, phrase.words, strict=True)
            ),
        )

    def prepared(self) -> Lexicon:
        """The lexicon with its indexes made, so that the first line is as quick as the next."""
        self._names("unknownword")
        return self

    def meanings(self, words: str) -> tuple[Meaning, ...]:
        """What words may stand for, the longest phrase first."""
        ordered = sorted(self.find(words), key=lambda one: one.low - one.high)
        return tuple(dict.fromkeys(one.meaning for one in ordered))

    @cached_property
    def _phrases(self) -> tuple[_Phrase, ...]:
        return tuple(
            _phrase(text, Meaning(table, value), self._skipped)
            for name, table in _TABLES.items()
            for value, phrases in getattr(self, name).items()
            for written in phrases
            for text in self._with_people(written)
        )

    def _with_people(self, written: str) -> Iterator[str]:
        """A phrase with "{parent}" in it, once for each word for a parent."""
        name = re.search(r"\{(\w+)\}", written)
        if name is None:
            yield written
            return
        for word in self.people[name[1]]:
            yield from self._with_people(written.replace(name[0], word, 1))

    @cached_property
    def _by_first(self) -> dict[str, list[_Phrase]]:
        index: dict[str, list[_Phrase]] = {}
        for phrase in self._phrases:
            index.setdefault(_name(phrase.words[0], is_open=phrase.open[0]), []).append(phrase)
        return index

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(
            _name(word, is_open=is_open)
            for phrase in self._phrases
            for word, is_open in zip(phrase.words, phrase.open, strict=True)
        )

    @cached_property
    def _slips(self) -> dict[str, set[str]]:
        """Names of words by what is left of them after the slips that are forgiven."""
        index: dict[str, set[str]] = {}
        for name in self._known:
            word = name.rstrip("*")
            if len(word) >= SHORTEST_MENDED:
                for left in _shortened(word):
                    index.setdefault(left, set()).add(name)
        return index

    @cached_property
    def _spared(self) -> frozenset[str]:
        return frozenset(self.spared)

    @cached_property
    def _skipped(self) -> frozenset[str]:
        return frozenset(self.skipped)

    def _names(self, word: str) -> tuple[str, ...]:
        """The names under which a word stands in phrases: itself, its beginnings, or mended."""
        beginnings = (word[:size] + "*" for size in range(2, min(len(word), LONGEST_WORD) + 1))
        names = tuple(name for name in (word, *beginnings) if name in self._known)
        if not names and word.endswith("'s"):
            return self._names(word.removesuffix("'s"))
        if names or not SHORTEST_MENDED <= len(word) <= LONGEST_WORD or word in self._spared:
            return names
        if word not in self._mended:
            if len(self._mended) > MOST_MENDED:
                self._mended.clear()
            self._mended[word] = tuple(self._nearest(word))
        return self._mended[word]

    def _nearest(self, word: str) -> Iterator[str]:
        """Names within the slips that are forgiven; the first letter is mostly right."""
        if not word.isalpha():
            return
        shortest = max(SHORTEST_MENDED - 1, len(word) - LONGEST_ENDING)
        best: dict[str, int] = {}
        for size in range(len(word), shortest - 1, -1):
            for left in _shortened(word[:size]):
                for name in self._slips.get(left, ()):
                    stem = name.rstrip("*")
                    if (size < len(word) and not name.endswith("*")) or name in best:
                        continue
                    most = 2 if len(stem) >= SHORTEST_TWICE else 1
                    far = slips(word[:size], stem)
                    if far <= most and stem[0] == word[0]:
                        best[name] = far
        if best:
            near = min(best.values())
            names = [name for name, far in best.items() if far == near]
            longest = max(names, key=lambda name: (len(name.rstrip("*")), name))
            yield from sorted(name for name in names if longest.startswith(name.rstrip("*")))


_TABLES = {
    "symptoms": "symptom",
    "events": "event",
    "treatments": "treatment",
    "medicines": "medicine",
    "functioning": "functioning",
    "traits": "trait",
}


def slips(one: str, other: str) -> int:
    """Letters left out, added, changed or two neighbours exchanged between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        further = [at]
        for place, wanted in enumerate(other, 1):
            cost = min(row[place] + 1, further[-1] + 1, row[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, before[place - 2] + 1)
            further.append(cost)
        before, row = row, further
    return row[-1]


def _shortened(word: str) -> set[str]:
    """A word without one of its letters; without two where two slips are forgiven."""
    once = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    if len(word) < SHORTEST_TWICE - 2:
        return once
    return once | {left[:at] + left[at + 1 :] for left in once for at in range(len(left))}


def _phrase(text: str, meaning: Meaning, skipped: frozenset[str]) -> _Phrase:
    """A phrase in words; a hyphen parts words, a star belongs to the word before it."""
    words = re.findall(r"([^\W_]+(?:['’][^\W_]+)?)(\*?)", text.lower())
    found = [one for one in words if one[0] not in skipped] or words
    return _Phrase(
        tuple(word for word, _ in found), tuple(bool(star) for _, star in found), meaning
    )


def _name(word: str, *, is_open: bool) -> str:
    return f"{word}*" if is_open else word


def _fits(phrase: _Phrase, names: list[tuple[str, ...]]) -> bool:
    return len(phrase.words) <= len(names) and all(
        _name(word, is_open=is_open) in here
        for word, is_open, here in zip(phrase.words, phrase.open, names, strict=False)
    )


def _within(one: Found, other: Found) -> bool:
    inside = other.low <= one.low and one.high <= other.high
    return inside and other.high - other.low > one.high - one.low
