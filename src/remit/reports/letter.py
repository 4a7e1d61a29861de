"""Letters and formulations for paper."""

from __future__ import annotations

from dataclasses import dataclass

from remit.reports.sheet import Block, Run, Sheet, heading, paragraph

NOT_SIGNED = "Draft, not signed."
LONGEST_HEADING = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter or a visit note as it is sent.

    Attributes:
        title: what it is: "Letter to the surgeon".
        clinic: the clinic that sends it.
        on: its day in words.
        recipient: name and address, one line each; "" for a note.
        salutation, body: as the writer left them; an empty line parts paragraphs.
        signed: name, role and moment of the signature, one line each; "" for a draft.
        number: its version.
    """

    title: str
    clinic: str
    on: str
    recipient: str
    salutation: str
    body: str
    signed: str = ""
    number: int = 1

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """The text as heading and words; the heading is mostly empty."""
        return [headed(words) for words in parts(self.body)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A formulation in one of its two sets of words.

    Attributes:
        heading: "How we understand your pain", or the referrer's heading.
        about: whose it is; "" leaves it out.
        paragraphs: the sentences, paragraph by paragraph.
        signed: name, role and moment of the signature, one line each; "" for a draft.
        number: its version.
        language: language of the text.
    """

    heading: str
    clinic: str
    paragraphs: tuple[str, ...]
    about: str = ""
    signed: str = ""
    number: int = 1
    language: str = "en"


def letter_sheet(letter: Letter) -> Sheet:
    """A letter on paper: recipient, day, salutation, text, signature."""
    head = [paragraph(words) for words in (letter.recipient, letter.on, letter.salutation) if words]
    text = [block for words in parts(letter.body) for block in _blocks(words)]
    return Sheet(
        title=_neutral(letter.title),
        kind=letter.title,
        heading=letter.title,
        runs=(Run((*head, *text, _signature(letter.signed))),),
        clinic=letter.clinic,
        author=letter.clinic,
        notice="confidential",
        version=_version(letter.number, letter.signed),
    )


def formulation_sheet(reading: Reading) -> Sheet:
    """A formulation on paper, for the participant or for the referrer."""
    return Sheet(
        title="Formulation",
        kind="Formulation",
        heading=reading.heading,
        standfirst=reading.about,
        runs=(Run((*map(paragraph, reading.paragraphs), _signature(reading.signed))),),
        clinic=reading.clinic,
        author=reading.clinic,
        notice="confidential",
        version=_version(reading.number, reading.signed),
        language=reading.language,
    )


def parts(body: str) -> list[str]:
    """Paragraphs of plain text: what empty lines part."""
    lines = body.replace("\r\n", "\n").strip("\n").split("\n")
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return ["\n".join(one) for one in found if one]


def headed(words: str) -> tuple[str, str]:
    """A paragraph as its heading and the rest; "" where its first line is no heading.

    A first line is one where more follows, it is short, and no sentence ends in it.
    """
    first, _, rest = words.partition("\n")
    is_heading = rest and len(first) <= LONGEST_HEADING and first[-1] not in ".,;:!?"
    return (first, rest) if is_heading else ("", words)


def _blocks(words: str) -> list[Block]:
    first, rest = headed(words)
    return [heading(first), paragraph(rest)] if first else [paragraph(rest)]


def _neutral(title: str) -> str:
    """The title of the file: "Letter" says less than to whom it goes."""
    return "Visit note" if title == "Visit note" else "Letter"


def _signature(signed: str) -> Block:
    return Block(type="signature", text=f"Signed: {signed}" if signed else NOT_SIGNED)


def _version(number: int, signed: str) -> str:
    return f"Version {number}" if signed else f"Version {number}, draft"
