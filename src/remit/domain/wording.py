"""Phrases that no text of Remit may contain (CLINICAL F.3, INV-07)."""

BANNED = (
    "all in your head",
    "in your head",
    "nothing wrong with you",
    "guaranteed",
    "works for 95",
    "you caused",
    "caused by",
    "because of the stress",
    "you want the pain",
    "your mother caused",
    "proves it is working",
    "will not need surgery",
    "will not need tablets",
    "did not do it right",
    "no physical cause",
    "imagined pain",
    "we diagnose",
    "diagnosis:",
    "likely cause",
    "should stop taking",
    "should start taking",
)


def banned_in(text: str) -> tuple[str, ...]:
    """The banned phrases that a text contains."""
    folded = " ".join(text.lower().split())
    return tuple(phrase for phrase in BANNED if phrase in folded)
