"""The lint of formulations catches what must not be said, and lets honest sentences pass."""

import pytest

from remit.domain.formulation import Audience
from remit.pathways.consult.formulation_lint import FaultKind, faults

BAD = (
    ("It is all in your head.", FaultKind.BANNED),
    ("The pain is in your mind.", FaultKind.BANNED),
    ("There is nothing wrong with you.", FaultKind.BANNED),
    ("The scan shows nothing wrong.", FaultKind.BANNED),
    ("You have the all clear.", FaultKind.BANNED),
    ("Your pain is imagined.", FaultKind.BANNED),
    ("There is no physical cause.", FaultKind.BANNED),
    ("There is no organic reason for this.", FaultKind.BANNED),
    ("You want this pain.", FaultKind.BANNED),
    ("You have depression.", FaultKind.DIAGNOSIS),
    ("You suffer from fibromyalgia.", FaultKind.DIAGNOSIS),
    ("This looks like PTSD.", FaultKind.DIAGNOSIS),
    ("Your back shows spinal stenosis.", FaultKind.DIAGNOSIS),
    ("Yours is a psychosomatic illness.", FaultKind.DIAGNOSIS),
    ("This is neuroplastic pain.", FaultKind.DIAGNOSIS),
    ("Findings fit primary pain.", FaultKind.DIAGNOSIS),
    ("You have an anxiety disorder.", FaultKind.DIAGNOSIS),
    ("A slipped disc was the trouble.", FaultKind.DIAGNOSIS),
    ("You have a rare nerve disease.", FaultKind.DIAGNOSIS),
    ("Our diagnosis is clear.", FaultKind.DIAGNOSIS),
    ("This is TMS.", FaultKind.DIAGNOSIS),
    ("The divorce caused your pain.", FaultKind.CAUSE),
    ("Your pain began because of the move.", FaultKind.CAUSE),
    ("Your pain is due to stress.", FaultKind.CAUSE),
    ("Stress led to your pain.", FaultKind.CAUSE),
    ("Your pain is the result of grief.", FaultKind.CAUSE),
    ("The loss explains your pain.", FaultKind.CAUSE),
    ("Anger is at the root of it.", FaultKind.CAUSE),
    ("The job brought on the headaches.", FaultKind.CAUSE),
    ("The move triggered the flare.", FaultKind.CAUSE),
    ("Your pain stems from childhood.", FaultKind.CAUSE),
    ("Your pain comes from fear.", FaultKind.CAUSE),
    ("Grief is behind your pain.", FaultKind.CAUSE),
    ("The quarrel made you ill.", FaultKind.CAUSE),
    ("It is a consequence of the move.", FaultKind.CAUSE),
    ("Repressed anger sits in your back.", FaultKind.CAUSE),
    ("Stop your tablets.", FaultKind.ADVICE),
    ("You can reduce the morphine slowly.", FaultKind.ADVICE),
    ("You will not need surgery.", FaultKind.ADVICE),
    ("You no longer need the tablets.", FaultKind.ADVICE),
    ("Cancel the operation.", FaultKind.ADVICE),
    ("The operation can wait.", FaultKind.ADVICE),
    ("We advise against surgery.", FaultKind.ADVICE),
    ("You should have the operation.", FaultKind.ADVICE),
    ("Try to come off the opioids.", FaultKind.ADVICE),
    ("Take fewer painkillers.", FaultKind.ADVICE),
    ("Surgery is not needed.", FaultKind.ADVICE),
    ("Start an antidepressant.", FaultKind.ADVICE),
    ("Skip the next injection.", FaultKind.ADVICE),
    ("The programme cures pain.", FaultKind.CERTAINTY),
    ("You will get better.", FaultKind.CERTAINTY),
    ("Your pain will go away.", FaultKind.CERTAINTY),
    ("The change is permanent.", FaultKind.CERTAINTY),
    ("This proves the link.", FaultKind.CERTAINTY),
    ("It is definitely stress.", FaultKind.CERTAINTY),
    ("It is only stress.", FaultKind.CERTAINTY),
    ("This is guaranteed.", FaultKind.CERTAINTY),
    ("It is your own fault.", FaultKind.BLAME),
    ("Your mother made you like this.", FaultKind.BLAME),
    ("You failed to rest.", FaultKind.BLAME),
    ("You should have rested.", FaultKind.BLAME),
    ("The patient is non-compliant.", FaultKind.BLAME),
    ("She exaggerates.", FaultKind.BLAME),
    ("He claims to be in pain.", FaultKind.BLAME),
    ("It helps 66 % of people.", FaultKind.NUMBER),
    ("Most people get relief.", FaultKind.NUMBER),
    ("You are twice as likely to improve.", FaultKind.NUMBER),
    ("The chance of this is small.", FaultKind.CHANCE),
    ("This is no coincidence.", FaultKind.CHANCE),
    ("Well done!", FaultKind.TONE),
)
GOOD = (
    "Your pain is real.",
    "Your back pain began in 1993 or just before.",
    "You told us that you were building a home then. The two came close in time.",
    "We cannot say which came first.",
    "We cannot say what caused it.",
    "Stress and feelings can turn pain up or down.",
    "You had other troubles before that can come with stress: eczema, as a child.",
    "Each of them can also come without stress.",
    "You are not sure whether they belong together.",
    "Your clinician thinks that they may belong together.",
    "We still wait for the report of your brain scan.",
    "The result of the scan is still awaited.",
    "Keep your medical care. Talk to your prescriber before any change.",
    "Talk to your prescriber or surgeon before any change.",
    "The record names these medicines: morphine, modafinil.",
    "You took morphine until 2004.",
    "Your prescriber looks after the tablets.",
    "An operation is in the record. Whether and when is for you and your surgeon.",
    "Your surgeon will talk with you about the operation.",
    "You had an operation in 2004, and the pain went on.",
    "We cannot predict how much the programme will do for you.",
    "In studies some people improved a lot, some a little, some not.",
    "In one study 33 of 50 people had little or no pain, against 10 of 51 with placebo.",
    "It helped 66 % (33 of 50) in one study.",
    "If pain stays, it is not your failure; there are other ways.",
    "This is not your fault.",
    "You cried when you spoke of your mother.",
    "Your mother gave you little support.",
    "You ask a great deal of yourself.",
    "You rated this 4 of 4.",
    "The pain was 8 of 10.",
    "The nerve root at L4 was pressed on the scan.",
    "They led you to the ward in 2004.",
    "You see this differently: “It was the bed.”",
    "Another doctor gave it a name, which stands in the record.",
    "You said: “I have no strength left”.",
    "Open questions: bladder, bowel and saddle.",
    "Some medical questions are still open. Your clinician will go through them with you.",
    "No urgent answers were given.",
    "Your clinician examined your back and legs.",
    "Strength, sensation and reflexes were normal.",
    "You lie down in the afternoon and cannot sit through a film.",
    "Writing may make you feel worse for hours or days.",
    "We do not know when these were: first divorce, money worries.",
    "Some dates cannot all be true. Tell us which are right.",
    "Your pain came slowly.",
    "It began suddenly at work.",
    "After the car accident your neck hurt.",
    "You want to garden again.",
    "You feel responsible for your family.",
    "Your family has helped you.",
    "You are due to see the surgeon in May.",
    "We will look at this again when you come next.",
    "You can tell us at any time that you see it differently.",
    "Your father was kind.",
    "The scan shows wear that many people have with and without pain.",
    "The programme asks for about an hour a day.",
    "We have not asked you about weakness yet.",
    "You secured a new job in 2001.",
    "The headaches stopped in 1999.",
    "You have not decided yet, and that is fine.",
)


@pytest.mark.parametrize(("text", "kind"), BAD)
def test_what_must_not_be_said_is_caught(text, kind):
    assert kind in {fault.kind for fault in faults(text)}


@pytest.mark.parametrize("text", GOOD)
def test_honest_sentences_pass(text):
    assert faults(text) == ()


@pytest.mark.parametrize(("text", "kind"), BAD)
def test_a_bad_sentence_is_caught_inside_good_ones(text, kind):
    around = f"{GOOD[0]} {text} {GOOD[-1]}"
    assert kind in {fault.kind for fault in faults(around)}


def test_both_lists_are_long_and_nothing_is_twice_in_them():
    assert len({text for text, _ in BAD}) == len(BAD) >= 60
    assert len(set(GOOD)) == len(GOOD) >= 60


def test_a_recorded_diagnosis_is_somebody_elses():
    said = "You came to us with fibromyalgia."
    assert faults(said)
    assert faults(said, quoted=("fibromyalgia",)) == ()
    assert faults("You have depression.", quoted=("fibromyalgia",))


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("You were told by another doctor: “fibromyalgia”.", "fibromyalgia"),
        ("You said: “I have depression”.", "I have depression"),
    ],
)
def test_quotation_marks_that_somebody_typed_make_no_quote_of_the_record(said, record):
    assert faults(said)
    assert faults(said, quoted=(record,)) == ()


def test_recorded_words_excuse_nothing_but_a_diagnosis():
    said = "You came with pain caused by the fall."
    assert faults(said, quoted=("pain caused by the fall",))
    assert faults("You said: “My mother is to blame.”")


def test_chance_is_unspoken_for_the_participant_and_without_a_level_for_the_referrer():
    said = "Too few events to say more than chance."
    assert faults(said, Audience.PARTICIPANT)
    assert faults(said, Audience.REFERRER) == ()
    assert faults("Chance alone: 12 of 100.", Audience.REFERRER)


def test_plain_apostrophes_hide_nothing():
    assert faults("It's all in your head.")
