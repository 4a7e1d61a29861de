"""What the answers of a finished sheet gave, as it is stored and as it is shown (INV-08)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from remit.domain.decision_table import Value
from remit.domain.scoring import ScoreResult, score
from remit.web.assess.safety import Concern
from remit.web.assess.sources import Source


def scores(source: Source, values: Mapping[str, Value]) -> tuple[ScoreResult, ...]:
    """The scores of an instrument; none for a screening, which is never a number."""
    return () if source.instrument is None else score(source.instrument, values)


def plain_result(
    source: Source, values: Mapping[str, Value], found: tuple[Concern, ...]
) -> dict[str, Any]:
    """Form, version, scores and rules that fired, as they are sealed with the sheet."""
    return {
        "form": source.form.id,
        "version": source.version,
        "hash": source.hash,
        "scores": [asdict(one) for one in scores(source, values)],
        "fired": [asdict(one) for one in found],
    }
