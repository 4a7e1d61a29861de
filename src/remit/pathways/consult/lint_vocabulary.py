"""Words that the patterns of the lint are made of; `lint_medical` and `lint_claims` use them."""

from __future__ import annotations

import re


def either(*patterns: str) -> re.Pattern[str]:
    """One pattern of many; whole words, whatever their case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


MEDICINE = (
    r"(?:medicines?|medications?|meds|tablets?|pills?|drugs?|dos(?:e|es|age)|opi(?:oid|ate)s?|"
    r"morphine|codeine|tramadol|methadone|ketamine|cannabis|ibuprofen|naproxen|paracetamol|"
    r"acetaminophen|aspirin|nsaids?|steroids?|cortisone|insulin|warfarin|methotrexate|statins?|"
    r"sedatives?|blood thinners?|painkillers?|pain killers?|antidepressants?|prescriptions?|"
    r"injections?|infiltrations?|epidurals?|nerve blocks?|stimulator|implant|surgery|surgeries|"
    r"operations?|ops?|procedures?|fusion|replacement|\w+ectom(?:y|ies)|\w+plasty|"
    r"\w+(?:oxetine|pram|codone|morphone|gabalin|pentin|triptyline|profen|azepam|olam|fentanil|"
    r"fentanyl|faxine))"
)
NEARBY = r"(?: [\w’'-]+){0,4} "
NEXT = r"(?: [\w’'-]+){0,4}? "  # the same, or nothing between
DO = (
    r"(?:start|stop|reduc|skip|increas|avoid|cut|lower|taper|drop|halv|rais|doubl|cancel|postpon|"
    r"delay|refus|discontinu|withdraw|wean|chang|switch|replac)(?:e|p?ing|t?ing|ling|)\b"
)
DO_TOO = (
    r"(?:quit|ditch|bin|throw away|flush|give up|put off|put away|lay off|ease off|"
    r"hold off(?: on)?|"
    r"cut (?:out|down on)|phase out|pause|think twice about|wait with|keep taking|stay on|resume|"
    r"restart|continue(?: with)? (?:your|the|her|his)|decline|reject)"
)
WITHOUT = r"(?:do|manage|live|go|cope|try|be (?:fine|ok|okay|better|better off)) without"
NEED = r"(?:need(?:s|ed)?|requires?|without|do(?:es)? not need|no need (?:for|of))"
CLINICIAN = (
    r"(?:surgeon|prescriber|doctor|gp|physician|consultant|specialist|oncologist|psychiatrist|"
    r"dentist|pharmacist|hospital|neurologist|rheumatologist|physio\w*|psychologist|therapist|"
    r"chiropractor|osteopath|pain clinic|neurosurgeon)"
)
CARE = (
    r"(?:doctors?|surgeons?|specialists?|tests?|scans?|mris?|x-?rays?|physio\w*|check-?ups?|"
    r"appointments?|treatments?|medical care|follow-?ups?|brace|crutches|second opinion)"
)
ORDERS = r"(?:^[“‘]?|[.!?:;“”,] [“‘]?|\bplease |\band |\bso )"
BODY = (
    r"(?:back|spine|neck|dis[ck]s?|nerves?|joints?|brain|knees?|hips?|shoulders?|heart|body|bones?|"
    r"muscles?|tissues?|organs?|legs?|arms?|pelvis|head|stomach|bowel|vertebrae?)"
)
TESTED = r"(?:scans?|mris?|cts?|x-?rays?|tests?|results?|bloods?|blood tests?|imaging|examination)"
VERY = (
    r"(?:(?:perfectly|completely|all|quite|very|otherwise|basically|totally|absolutely|entirely|"
    r"just|structurally|physically|medically|fully|really|still|simply|in fact) )*"
)
PAIN = (
    r"(?:pain|symptoms?|headaches?|back ?aches?|aches?|suffering|complaints?)"
    r"(?! (?:diary|scale|school|clinic|relief|killers?|medic|programme|rating|free))"
)
YOUR = r"(?:your|the|her|his|this|these|their|that|my)"
FEELING = (
    r"(?:grief|anger|rage|fear|sadness|sorrow|stress|tension|trauma|guilt|shame|anxiety|worry|"
    r"feelings?|emotions?|conflicts?|distress|loneliness|heartbreak|mourning|resentment)"
)
HIDDEN = (
    r"(?:buried|hidden|unspoken|unfelt|unresolved|suppressed|swallowed|bottled(?:[- ]up)?|stored|"
    r"trapped|unprocessed|unconscious|repressed|pent[- ]up|frozen)"
)
RELATIVE = (
    r"(?:mother|father|mum|mom|dad|stepfather|stepmother|parents?|partner|husband|wife|son|"
    r"daughter|"
    r"brother|sister|boss|family|ex|uncle|aunt|grandfather|grandmother|teacher)"
)
NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
