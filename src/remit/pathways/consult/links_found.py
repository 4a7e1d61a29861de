"""What follows from whether links were found, as offers between two people (CLINICAL F.4).

The published programme took people in whose history showed correlations between stressors and
symptoms, and reframed their pain from there. Here that is one of several ways on: the answers are
shown, nothing is opened or closed by them, and clearance stays an act of its own.
"""

from __future__ import annotations

from remit.domain.links_found import Found, Outcome

TALK = "Go through the one-page explanation together, with their own dates beside it."
PROGRAMME = (
    "The programme may be offered. The published programme began where such links were found; "
    "clearance is signed apart from this."
)
TIME = "Offer time. Leave the picture with them if they want it, and look again another day."
NO_PERSUASION = "Do not argue for the links. Their view stands in the record as it is."
ASK_MORE = "Ask what they see that you do not. Add what is missing, and look at it together."
CHECK = "Look again at what speaks for another explanation, before you agree."
APART = (
    "Take the life history on a day of its own, without the pain in view, and lay the two side by "
    "side afterwards."
)
DIARY = "A short diary of pain, events and feelings for two weeks, then a second look."
NOT_THEIRS = "Say that this is nobody's failing, and that the pain is as real as before."
OTHER_WAYS = (
    "Exercise therapy with somebody who knows long-lasting pain.",
    "Cognitive behavioural therapy, or acceptance and commitment therapy.",
    "A pain clinic.",
    "A second opinion, where you are not certain either.",
    "Medical care in the lead, where another illness needs it.",
)
STILL_POSSIBLE = (
    "The programme can still be talked over: some people come to see links later, and some never "
    "do. It is their choice, without a price for a no."
)
NOT_ASKED = "Ask the participant first what they see, then write down what you see."

_SAYS = {
    Found.YES: "finds links",
    Found.NO: "finds none",
    Found.UNSURE: "is unsure",
    Found.NOT_ASKED: "has not been asked",
}


def outcome(clinician: Found, participant: Found) -> Outcome:
    """What was found by whom and what may follow; the two of them decide.

    Args:
        clinician: the clinician's answer.
        participant: the participant's answer, asked first.
    """
    follows = _follows(clinician, participant)
    return Outcome(
        words=f"The participant {_SAYS[participant]}; the clinician {_says(clinician)}.",
        follows=follows,
        other_ways=OTHER_WAYS[0] in follows,
    )


def _says(clinician: Found) -> str:
    return "has not answered" if clinician is Found.NOT_ASKED else _SAYS[clinician]


def _follows(clinician: Found, participant: Found) -> tuple[str, ...]:
    if Found.NOT_ASKED in (clinician, participant):
        return (NOT_ASKED,)
    match clinician, participant:
        case Found.YES, Found.YES:
            return TALK, PROGRAMME
        case Found.YES, Found.NO:
            return TIME, NO_PERSUASION, STILL_POSSIBLE, *OTHER_WAYS
        case Found.NO, Found.YES:
            return ASK_MORE, CHECK, STILL_POSSIBLE, *OTHER_WAYS
        case Found.NO, Found.NO:
            return NOT_THEIRS, *OTHER_WAYS, STILL_POSSIBLE
        case Found.YES, Found.UNSURE:
            return TIME, NO_PERSUASION, DIARY, APART
        case Found.UNSURE, Found.YES:
            return ASK_MORE, CHECK, DIARY
        case _:
            return DIARY, APART, *OTHER_WAYS
