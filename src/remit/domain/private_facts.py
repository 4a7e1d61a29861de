"""Which facts of a life are private: one rule for drafts, letters and pages that lie at home.

Others may read a page at home, and a letter goes to people whom the person did not choose to tell.
What is private goes there only if the person linked it, ticked it, or a clinician adds it by hand.
Source: a decision of this project (CLINICAL A.6 on violence, C.4 for the codes).
"""

from __future__ import annotations

import re

from remit.domain.facts import Fact, LifeEvent

PRIVATE_GROUPS = ("TRA", "SUB")
PRIVATE_CODES = frozenset(
    {"FAM01", "FAM02", "FAM04", "FAM06", "FAM10", "REL04", "REL05", "CHI03", "CHI04", "CHI10"}
)
# A code can be chosen wrongly, so words tell it too.
_VIOLENCE = re.compile(
    r"violen|assault|\brap(?:e|ed|ist)\b|\babus|molest|incest|strangl|beaten|\bbeats? "
    r"(?:her|him|me|you|up)\b|\b(?:hit|hits|hitting|punched|kicked|stabbed|raped|shot|choked|"
    r"locked) "
    r"(?:her|him|me|you|them|by)\b|sexual|tortur|traffick|stalk|"
    r"\bafraid of (?:a |her |his |my |your )?(?:someone|somebody|anyone|anybody|husband|wife|"
    r"partner|"
    r"boyfriend|girlfriend|him|father)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"prostitut|suicid|self[- ]?harm|"
    r"\bcut(?:s|ting)? (?:herself|himself|myself|themselves|yourself)\b|overdose|abortion|"
    r"miscarriage|terminat\w+ (?:of )?(?:a |the )?pregnan|affair\b|prison|\bjail|arrest|"
    r"\bdrunk|alcohol|\bdrink(?:s|ing)\b|\bdrank\b|cocaine|heroin|addict|\bdrugs?\b|\bdealer|"
    r"\bhiv\b",
    re.IGNORECASE,
)


def is_private(fact: Fact) -> bool:
    """Whether a fact stays out of texts unless somebody who may decide puts it in.

    Args:
        fact: of the history; only events of a life are private, not the complaints themselves.
    """
    if not isinstance(fact, LifeEvent):
        return False
    listed = fact.code in PRIVATE_CODES or fact.code.startswith(PRIVATE_GROUPS)
    return listed or tells_private(fact.label)


def tells_private(words: str) -> bool:
    """Whether words speak of violence, abuse, self-harm, drink, drugs or the like."""
    return tells_violence(words) or _PRIVATE.search(words) is not None


def tells_violence(words: str) -> bool:
    """Whether words speak of violence, assault or fear of somebody at home."""
    return _VIOLENCE.search(words) is not None
