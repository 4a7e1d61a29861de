"""A form in another language: the same questions with other words.

An overlay is the table `[text]` of a file such as `1.de.toml`. Its keys are `title` and `source`
of the form, `page.<page>` and `page.<page>.intro`, `<question>`, `<question>.hint`,
`<question>.low`, `<question>.high`, `<question>.unit`, and `<question>.<option>`. What it leaves
out stays in the language of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from remit.domain.form import Form, Page, Question
from remit.errors import InvalidInput


def translated(form: Form, language: str, overlay: Mapping[str, str]) -> Form:
    """The form with the words of an overlay.

    Args:
        form: in the language it was written in.
        language: of the overlay, such as "de".
        overlay: words by key, as above.

    Raises:
        InvalidInput: a key of the overlay names nothing of the form.
    """
    strange = sorted(set(overlay) - set(text_keys(form)))
    if strange:
        raise InvalidInput(f"{form.id} in {language}: there is no text “{strange[0]}”.")
    pages = tuple(_page(page, overlay) for page in form.pages)
    title, source = overlay.get("title", form.title), overlay.get("source", form.source)
    return replace(form, language=language, pages=pages, title=title, source=source)


def missing(form: Form, overlay: Mapping[str, str]) -> tuple[str, ...]:
    """What an overlay leaves in the first language, for the page that lists it."""
    return tuple(key for key in text_keys(form) if key not in overlay)


def text_keys(form: Form) -> Iterator[str]:
    """Every key that an overlay may give for this form."""
    yield "title"
    if form.source:
        yield "source"
    for page in form.pages:
        yield f"page.{page.key}"
        if page.intro:
            yield f"page.{page.key}.intro"
        for question in page.questions:
            yield from _question_keys(question)


def _question_keys(question: Question) -> Iterator[str]:
    yield question.key
    parts = {
        "hint": question.hint,
        "low": question.low_words,
        "high": question.high_words,
        "unit": question.unit,
    }
    yield from (f"{question.key}.{part}" for part, text in parts.items() if text)
    yield from (f"{question.key}.{option.key}" for option in question.options)


def _page(page: Page, overlay: Mapping[str, str]) -> Page:
    return replace(
        page,
        title=overlay.get(f"page.{page.key}", page.title),
        intro=overlay.get(f"page.{page.key}.intro", page.intro),
        questions=tuple(_question(question, overlay) for question in page.questions),
    )


def _question(question: Question, overlay: Mapping[str, str]) -> Question:
    def words(part: str, text: str) -> str:
        return overlay.get(f"{question.key}.{part}", text)

    return replace(
        question,
        text=overlay.get(question.key, question.text),
        hint=words("hint", question.hint),
        low_words=words("low", question.low_words),
        high_words=words("high", question.high_words),
        unit=words("unit", question.unit),
        options=tuple(
            replace(option, text=words(option.key, option.text)) for option in question.options
        ),
    )
