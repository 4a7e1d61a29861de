"""The lint by families: what must be marked for both readers, and what must pass for both."""

import pytest

from remit.content import shipped
from remit.content.explanation import explanation
from remit.domain.formulation import Audience
from remit.pathways.consult.casereport import build
from remit.pathways.consult.formulation_lint import FaultKind, faults, faults_in_own_words
from remit.pathways.consult.formulation_words import is_sayable
from remit.pathways.consult.letters import LetterContext, LetterKind, draft

MUST_FAULT = {
    FaultKind.REASSURANCE: (
        "Nothing dangerous was found.",
        "Your spine is fine.",
        "There is no damage.",
        "You have a healthy spine.",
        "The scan showed no sign of disease.",
        "There is no need to worry.",
        "You need not worry.",
        "You needn't worry about it.",
        "It is safe to start.",
        "It is safe for you to lift.",
        "The doctors found nothing.",
        "Your back is structurally sound.",
        "Your scan came back clear.",
        "Your tests are all fine.",
        "You are perfectly healthy.",
        "There is no danger in bending.",
        "We found no evidence of any serious illness.",
        "The pain is harmless.",
        "Movement cannot harm you.",
        "You cannot damage your back.",
        "Hurt does not mean harm.",
        "Everything looks normal.",
        "Cancer has been ruled out.",
        "We ruled out anything serious.",
        "Do not worry about the scan.",
        "Rest assured.",
        "This is just wear and tear.",
        "Your pain is not dangerous.",
        "The MRI does not show any damage.",
        "No red flags.",
        "Your discs are intact.",
        "You have a clean bill of health.",
        "We do not know the date, but your spine is fine.",
        "You can trust your back.",
    ),
    FaultKind.ADVICE: (
        "Surgery would not help.",
        "The operation would not help.",
        "An operation will only make it worse.",
        "Ask your surgeon to cancel.",
        "Ask your doctor to lower it.",
        "Leave the tablets out.",
        "Leave out the evening dose.",
        "You can do without painkillers.",
        "Give up the morphine.",
        "Quit the sleeping tablets.",
        "Hold off on the injection.",
        "Think twice about the operation.",
        "Disc worn, operation needed.",
        "Surgery recommended.",
        "Fusion is not the answer.",
        "The dose is too high.",
        "You take too much medication.",
        "Keep taking the gabapentin.",
        "Take 50 mg at night.",
        "Do not have the operation.",
        "You do not need a scan.",
        "You no longer need a doctor.",
        "Stop going to physiotherapy.",
        "Change your surgeon.",
        "Do not listen to the surgeon.",
        "The tablets are doing more harm than good.",
        "Go ahead with the fusion.",
        "You had better have the injection.",
        "Skip the check-up.",
        "We propose surgery.",
    ),
    FaultKind.CAUSE: (
        "Stress gave you this pain.",
        "Fear keeps your pain going.",
        "Your grief turned into pain.",
        "It is a sign of buried grief.",
        "Your pain is psychological.",
        "The pain is emotional.",
        "This is stress-related.",
        "Your pain is really grief.",
        "Anger became pain.",
        "Grief sits in your back.",
        "Unresolved trauma lives in the body.",
        "Worry fuels your pain.",
        "The job started your pain.",
        "Fear maintains the symptoms.",
        "It all comes down to stress.",
        "That is why you hurt.",
        "Your pain is a response to loss.",
        "Your pain is linked to the divorce.",
        "Your pain is rooted in childhood.",
        "It is a product of stress.",
        "It is the body’s cry for help.",
        "Your pain wants to protect you.",
        "You have stress-induced pain.",
        "It is mental pain in nature.",
        "The loss created your pain.",
        "We cannot say more, but your pain is due to stress.",
        "You may not know that stress caused your pain.",
        "Pain from unspoken anger.",
    ),
    FaultKind.CERTAINTY: (
        "This will free you from pain.",
        "You will be free of pain.",
        "You will recover soon.",
        "Your pain will fade.",
        "You can become pain-free.",
        "You will get rid of the pain.",
        "The programme heals your pain.",
        "There will be no more pain.",
        "It helps everyone.",
        "You will walk again.",
        "It is bound to help.",
        "We promise you relief.",
        "It will never come back.",
        "You will be back to normal.",
        "It works without fail.",
        "It is risk-free.",
        "The programme has no side effects.",
        "This is the only way to get better.",
        "A pain-free life is near.",
        "This will end your pain.",
        "It is purely emotional.",
        "You will sleep better.",
        "It puts an end to your pain, surely.",
    ),
    FaultKind.DIAGNOSIS: (
        "You have a depressive illness.",
        "Another name for it is “somatoform disorder”.",
        "You have a “depressive episode”.",
        "You are depressed.",
        "You are traumatised.",
        "This is chronic fatigue.",
        "It looks like arthritis.",
        "You have tendinitis.",
        "A pinched nerve.",
        "You have disc damage.",
        "Yours is an eating disorder.",
        "This is a pain syndrome.",
        "You have a mental illness.",
        "You are somatizing.",
        "It is functional overlay.",
        "You had a nervous breakdown.",
        "She is a hypochondriac.",
        "Nerve entrapment in the wrist.",
        "You have a degenerative disc.",
        "This confirms the diagnosis.",
    ),
    FaultKind.BLAME: (
        "You make it worse.",
        "You keep yourself ill.",
        "If you really wanted, it would go.",
        "You are too sensitive.",
        "You are in denial.",
        "You are holding on to the pain.",
        "You need to let go.",
        "It is your mother’s fault.",
        "Your father abused you.",
        "Your husband was abusive.",
        "Your doctors missed it.",
        "The surgeon was negligent.",
        "The hospital made a mistake.",
        "There is a lack of motivation.",
        "She denies stress.",
        "The participant is a difficult patient.",
        "You refuse help, you refused it before.",
        "You are dependent on attention.",
        "Pull yourself together.",
        "You do not want to recover.",
        "He is doctor-shopping.",
    ),
    FaultKind.SCORE: (
        "The ACE score is 7.",
        "Your ACE score is high.",
        "ACE 4.",
        "ACEs: 6 of 10.",
        "Four ACEs were counted.",
        "Seven adverse childhood experiences.",
        "Adverse childhood experiences: 5.",
        "The trauma score is high.",
        "Your adversity count is 3.",
        "PCL-5 of 42.",
        "A childhood score of 8.",
    ),
    FaultKind.NUMBER: (
        "Most patients get better.",
        "Eight out of ten improve.",
        "Three times as likely to improve.",
        "The vast majority of people recover.",
        "It helps 80 percent.",
        "It works in 90%.",
    ),
}
CHANCE = (
    "The links are beyond chance.",
    "It is a mere coincidence.",
    "The p-value is small.",
    "The correlation is high.",
    "It is very likely that these belong together.",
    "It came more often than expected.",
    "The odds are good.",
    "This is statistically sound.",
    "It is no random pattern.",
    "The probability is low.",
)
CHANCE_FOR_A_REFERRER = (
    "The p-value is 0.03.",
    "The correlation is high.",
    "More often than expected.",
    "The odds are 3.",
    "Significant at p < 0.05.",
    "Chance: 12 of 100.",
)
MUST_PASS = (
    "We do not know whether an operation is needed.",
    "We do not know whether it is safe to start.",
    "It is not known whether surgery would help.",
    "We cannot say whether your back is fine.",
    "Nobody can say whether the pain will be less; that is hard to live with.",
    "We cannot say what caused it.",
    "We do not know what caused it.",
    "Imaging often shows worn discs in people without pain.",
    "Scans of people with no back pain show many changes too.",
    "Bulging discs are common in people who have no pain.",
    "Changes on scans are common without pain and more common with it.",
    "It began without an injury.",
    "A scan alone does not tell why you hurt.",
    "Ask what the scan shows for you.",
    "Some changes need care, and some need it soon.",
    "Your clinician found no sign that this needs other treatment now.",
    "The nervous system can keep pain going after tissues have healed.",
    "Stress and feelings can turn pain up or down.",
    "Worry or anger kept inside can turn it up.",
    "This does not mean that you brought it on.",
    "Pain is there to protect you.",
    "Feelings move the body all day long.",
    "All pain is made in the nervous system, and it is felt in the body.",
    "We cannot predict how much the programme will do for you.",
    "If pain stays, it is not your failure; there are other ways.",
    "If you do not feel safe, use Help now.",
    "Keep your medical care. Talk to your prescriber or surgeon before any change.",
    "You take ibuprofen. Talk to your prescriber before any change.",
    "You do not take painkillers.",
    "You take morphine at night, as you told us.",
    "The tablets did not help.",
    "The injections helped for a week.",
    "An operation is planned in May. Whether it takes place is for you and your surgeon.",
    "The record says that you called it off.",
    "You had an operation on your knee in 1999.",
    "You had a hip replacement in 2012.",
    "The surgeon saw you in May.",
    "Your doctor sent you to us.",
    "You asked your doctor for a letter.",
    "Strength and reflexes were normal.",
    "The report of the scan has not come yet.",
    "You were healthy as a child.",
    "Your back was fine until 1993.",
    "You worry about money.",
    "You feel safe with your sister.",
    "You want a life with less pain.",
    "There were weeks without pain in 2004.",
    "You said that the pain went after a walk.",
    "You sleep three hours a night.",
    "Your mother gave you little support.",
    "Your father drank. You were eight.",
    "You lost your job in March.",
    "You told us about a hard time with your boss.",
    "Grief came in 2004, and the pain came in 2005.",
    "You think that they belong together.",
    "Your clinician does not think that they belong together.",
    "These came close in time: the move and the back pain.",
    "The dates do not tell whether this came before or after the move.",
    "Some questions were not asked.",
    "The place is close to home.",
    "You ace every test, your daughter says.",
    "In one study 11 of 24 had at least 30 % less pain.",
    "You rated your pain 8 of 10.",
    "You keep a pain diary.",
    "You began the pain diary in May.",
    "The brace helped for two weeks.",
    "You use crutches on bad days.",
    "Nothing is left in that place to send a signal.",
    "You want to dance again.",
    "It eased within minutes.",
    "The headaches stopped after you left the job.",
    "You see some of this differently.",
    "Writing may make you feel worse for hours or days.",
    "The pain moves from place to place.",
    "We have not yet written down what brought you here.",
)
BOTH = list(Audience)


@pytest.mark.parametrize("audience", BOTH)
@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in MUST_FAULT.items() for text in texts]
)
def test_each_family_is_marked_for_both_readers(kind, text, audience):
    assert kind in {fault.kind for fault in faults(text, audience)}
    within = f"It began in May. {text} We will look at it again."
    assert kind in {fault.kind for fault in faults(within, audience)}


@pytest.mark.parametrize(
    "text",
    [one for kind, all_of in MUST_FAULT.items() if kind is not FaultKind.DIAGNOSIS
     for one in all_of],
)  # fmt: skip
def test_curly_quotes_and_the_record_excuse_only_a_diagnosis(text):
    assert faults(f"“{text}”")
    assert faults(text, quoted=(text,))


@pytest.mark.parametrize("text", CHANCE)
def test_chance_is_never_spoken_of_to_a_participant(text):
    assert FaultKind.CHANCE in {fault.kind for fault in faults(text)}


@pytest.mark.parametrize("text", CHANCE_FOR_A_REFERRER)
def test_a_level_of_chance_is_marked_for_a_referrer(text):
    assert FaultKind.CHANCE in {fault.kind for fault in faults(text, Audience.REFERRER)}


@pytest.mark.parametrize("audience", BOTH)
@pytest.mark.parametrize("text", MUST_PASS)
def test_what_is_honest_passes(text, audience):
    assert faults(text, audience) == ()


def test_the_tables_are_long():
    assert sum(len(texts) for texts in MUST_FAULT.values()) >= 150
    assert len(set(MUST_PASS)) == len(MUST_PASS) >= 70


UNSAYABLE = (
    "disc damage, operation needed",
    "disc damage",
    "operation needed",
    "needs fusion L4/5",
    "surgery recommended",
    "advised to stop tablets",
    "told to come off morphine",
    "pain is psychological",
    "psychosomatic pain",
    "somatoform disorder",
    "hysteria",
    "stress-induced back pain",
    "MRI: no damage",
    "nothing dangerous was found",
    "healthy spine on MRI",
    "ACE score 7",
    "her own fault",
    "doctor missed the fracture",
    "malingering",
    "pain from buried anger",
    "will be cured",
)
SAYABLE = (
    "Back pain",
    "Fibromyalgia",
    "Depression, told by a doctor",
    "Irritable bowel syndrome",
    "MRI of the neck",
    "Knee operation",
    "Car accident",
    "Morphine 30 mg",
    "Pain after the fall",
    "Building a home",
    "Mother's illness",
    "Gait: normal",
    "The report of the scan",
    "Headaches, worse at work",
)


@pytest.mark.parametrize("label", UNSAYABLE)
def test_advice_verdicts_and_reassurance_in_a_label_stay_in_the_record(label):
    assert not is_sayable(label)
    assert not is_sayable(label.capitalize())


@pytest.mark.parametrize("label", SAYABLE)
def test_a_plain_label_may_be_said(label):
    assert is_sayable(label)


OWN_WORDS_BAD = {
    "Surgery would not help.": FaultKind.ADVICE,
    "Stop the tablets.": FaultKind.ADVICE,
    "My surgeon should cancel the operation.": FaultKind.ADVICE,
    "Stress caused the pain.": FaultKind.CAUSE,
    "Your pain is due to stress.": FaultKind.CAUSE,
    "My spine is fine.": FaultKind.REASSURANCE,
    "Nothing dangerous was found.": FaultKind.REASSURANCE,
    "The programme cured me.": FaultKind.CERTAINTY,
    "My mother is to blame.": FaultKind.BLAME,
    "My ACE score is 7.": FaultKind.SCORE,
    "It is all in my head. It is all in your head.": FaultKind.BANNED,
}
OWN_WORDS_GOOD = (
    "It was the bed.",
    "I have depression.",
    "It is fibromyalgia.",
    "I think my pain began because of the mattress.",
    "My back went when I lifted a box!",
    "I am 100 % sure that it was May.",
    "It was no coincidence.",
)


@pytest.mark.parametrize(("text", "kind"), OWN_WORDS_BAD.items())
def test_advice_and_claims_in_own_words_are_marked(text, kind):
    assert kind in {fault.kind for fault in faults_in_own_words(text)}


@pytest.mark.parametrize("text", OWN_WORDS_GOOD)
def test_a_person_may_name_their_illness_and_their_own_reading(text):
    assert faults_in_own_words(text) == ()


@pytest.mark.parametrize(
    "text",
    ["There is no dam\u00adage.", "Your pain is non\u2011organic.", "You needn\u2018t worry."],
)
def test_signs_that_cannot_be_seen_hide_nothing(text):
    assert faults(text)


def _explained():
    for section in explanation().sections:
        yield from (section.title, section.short)
        yield from (one.text for one in section.paragraphs)
        yield from (words for one in section.figures for words in (one.title, one.caption))


def test_the_shared_explanation_has_no_fault_but_its_numbers_from_named_studies():
    found = {(one.kind, one.words) for text in _explained() for one in faults(text)}
    assert found <= {
        (FaultKind.CHANCE, "odds"),  # published, with both groups beside it
        (FaultKind.DIAGNOSIS, "fibromyalgia"),  # whom the studies were about
        (FaultKind.NUMBER, "30 %"),  # the size of a change, not a share of people
    }


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_letters_of_the_published_cases_name_at_most_what_the_record_names(name, kind):
    made = draft(kind, build(shipped.case(name)), None, LetterContext(on="1 May"))
    lines = [line for part in made.paragraphs for line in part.lines]
    found = {one.kind for line in lines for one in faults(line, Audience.REFERRER)}
    assert found <= {FaultKind.DIAGNOSIS}
