"""What a formulation must not say of the body, an illness or a treatment, a family at a time.

Each pattern is meant to catch a way of saying, not one sentence. Where a pattern must choose, it
marks rather than misses: a mark is read by a clinician and can be answered with a reason.
Sources: CLINICAL F.3, INV-01, INV-04, INV-07.
"""

from __future__ import annotations

import re

from remit.domain.wording import BANNED as PHRASES
from remit.pathways.consult.lint_vocabulary import (
    BODY,
    CARE,
    CLINICIAN,
    DO,
    DO_TOO,
    MEDICINE,
    NEARBY,
    NEED,
    NEXT,
    ORDERS,
    TESTED,
    VERY,
    WITHOUT,
    YOUR,
    either,
)

BANNED = either(
    *(re.escape(phrase) for phrase in PHRASES),
    r"all clear\b",
    r"nothing (?:is |was )?(?:\w+ly )?wrong\b",
    r"\bimagin(?:ed|ary|ing)\b",
    r"\b(?:is|are) not real\b",
    r"\bin (?:your|her|his|the) (?:head|mind)\b",
    r"\bno (?:physical|organic|medical|structural|mechanical|bodily) "
    r"(?:reason|findings?|basis|problems?|explanation|illness|disease|damage|change|trouble)",
    r"\byou want (?:the|your|this) pain",
    r"\bfak(?:e|es|ed|ing)\b|\bput(?:ting)? it on\b|\bmake-believe\b",
)

REASSURANCE = either(
    r"\b(?:no|without|zero|not any|never any|free (?:of|from)) (?:[\w-]+ ){0,4}?"
    r"(?:damage|disease|illness|pathology|abnormalit(?:y|ies)|harm|danger|red flags?|cancer|"
    r"tumou?r|malignancy|warning signs?|risks?)\b",
    r"\b(?:does|do|did|is|are) not (?:show|find|see|reveal|have|mean|equal)(?: you)?(?: have)? "
    r"(?:any |there is |a )?(?:[\w-]+ )?(?:damage|disease|harm|danger|injury|illness)\b",
    r"\bnothing (?:[\w’]+ ){0,3}?(?:dangerous|serious|sinister|harmful|abnormal|broken|damaged|"
    r"torn|"
    r"bad|amiss|physical(?:ly)?|organic|structural(?:ly)?|to (?:worry|fear|be (?:afraid|worried|"
    r"scared)))\b",
    r"\bnothing (?:at all )?(?:(?:was|is|has been|were) )?(?:found|seen|shown|detected|visible)\b",
    r"\b(?:found|shows?|showed|saw|revealed) nothing\b",
    rf"\b{BODY} (?:is|are|was|were|looks?|looked|seems?|seemed|’s) {VERY}(?:fine|healthy|ok|okay|"
    r"all right|alright|undamaged|intact|sound|strong|safe|unharmed|in order|good|normal|perfect|"
    r"robust|unhurt|solid)\b(?! (?:until|till|before|then|again|as|in|at|for|enough))",
    rf"\b{TESTED} (?:is|are|was|were|looks?|looked|came back|come back|comes back) {VERY}(?:fine|"
    r"ok|okay|all right|alright|clear|clean|good|perfect|reassuring|in order|unremarkable)\b",
    r"\b(?:perfectly|completely|totally|absolutely|entirely) (?:normal|healthy|fine|safe|well)\b",
    r"\b(?:everything|all) (?:is|was|looks?|looked|came back|seems?) (?:\w+ )?"
    r"(?:fine|ok|okay|all right|alright|normal|good|in order|healthy|clear|well)\b",
    rf"\byou(?: are|’re) {VERY}(?:fine|healthy|safe|unharmed|undamaged|not ill|not sick|ok|okay|"
    r"out of danger|in no danger)\b",
    rf"\b(?:healthy|undamaged|intact|sound|perfect|normal|unharmed|robust) {BODY}\b",
    r"\bno (?:need|reason|cause|grounds) (?:for you )?to (?:worry|fear|be (?:afraid|scared|worried|"
    r"concerned|alarmed))|\bno (?:need|reason|cause|grounds) for (?:any )?(?:worry|concern|alarm|"
    r"fear)|\bno cause of concern\b",
    r"\bneed(?:n’t| not)(?: to)? (?:worry|fear|be (?:afraid|worried|scared|concerned))\b",
    r"\b(?:do not|don’t) (?:have|need) to (?:worry|fear|be (?:afraid|worried|scared|concerned))\b",
    rf"(?:{ORDERS}|\btry |\bplease )(?:(?:do not|don’t|never|stop|not to) )"
    r"(?:worry(?:ing)?|fear(?:ing)?|be (?:afraid|scared|worried|alarmed|concerned))\b",
    r"\b(?:you can|please) (?:relax|stop worrying|be reassured|rest assured)\b|\brest assured\b|"
    r"\b(?:we|i|to) (?:can )?reassure\b",
    r"(?<!not )(?<!not yet )(?<!feel )\b(?:safe|fine|okay|ok|all right|alright|"
    r"fit)(?: for you)? to "
    r"(?:start|begin|exercise|move|lift|bend|work|train|stop|drive|run|go|continue|do|use|take|"
    r"join|"
    r"carry|walk|swim|ignore|push)\b",
    r"\b(?:it|this|that|programme|movement|moving|exercise|bending|lifting|pain|walking|sitting) "
    rf"(?:is|are) {VERY}(?:safe|harmless)\b",
    r"\bharmless\b|\bnothing serious\b|\bnothing to worry\b|\bbenign\b",
    r"\b(?:cannot|can’t|can not|will not|won’t|does not|doesn’t|could not|never) (?:\w+ )?(?:harm|"
    rf"damage|injure|break|hurt) (?:you|yourself|anything|{YOUR} {BODY})\b",
    r"\b(?:hurt|hurts|hurting|pain) (?:is|does|do)(?: not|n’t) (?:mean |equal |a sign of |signal )?"
    r"(?:harm|damage|danger|injury)\b",
    r"\bnot (?:at all )?(?:dangerous|serious|sinister|harmful|life-threatening|broken|damaged|"
    r"ill\b|sick|diseased|progressive)",
    r"\bnot (?:a |any )?signs? of (?:any )?(?:damage|disease|harm|danger|illness|cancer|injury)\b",
    r"\b(?:everything|anything|all|serious|dangerous|bad|cancer|disease|illness|damage|tumou?rs?)"
    r"(?: [\w-]+){0,4} (?:ruled out|excluded)\b",
    r"\brul(?:e|es|ed|ing) out (?:everything|anything|all|any|serious|cancer|disease|damage)\b",
    r"\bclean bill\b|\bout of danger\b|\bhas been cleared of\b|\bgiven the go-ahead\b",
    rf"\btrust {YOUR} {BODY}\b",
    r"\b(?:just|only|merely|simply|mere) (?:normal |some |a bit of |a little )?(?:wear|"
    r"wear and tear|"
    r"ageing|aging|age|muscles?|muscular|tension|nerves|a strain|a sprain)\b",
    r"\bfalse alarm\b",
)

DIAGNOSIS = either(
    r"\b(?:depression|depressive (?:disorder|illness|episodes?|state|reaction|disease)|bipolar|"
    r"psychosis|psychotic|schizophreni\w+)\b",
    r"\b(?:[\w-]+ )?(?:disorder|syndrome)s?\b",
    r"\b(?:ptsd|post-?traumatic stress|burn-?out|alexithymi\w+|hypochondri\w+|hysteri\w+|adhd|"
    r"autis\w+|dementia|anorexia|bulimia|alcoholi(?:sm|c)|addicted|psychopath\w*|neurosis|"
    r"neuroses|neurasthenia)\b",
    r"\b(?:nervous|mental) breakdown\b|\b(?:conversion|dissociative) (?:reaction|state|symptoms?)",
    r"\b(?:fibromyalgia|irritable bowel syndrome|migraine|sciatica|tension headaches?|lupus|gout|"
    r"endometriosis|osteoporosis|scoliosis|spondyl\w+|crohn’?s|epilepsy|parkinson’?s|"
    r"hypermobility|ehlers[- ]danlos|chronic fatigue|long covid)\b",
    r"\b(?:spinal|foraminal|canal) stenosis\b|\bstenosis\b",
    r"\b(?:radiculopathy|neuropathy|neuropathic|myelopathy|arthropathy|tendinopathy|"
    r"myopathy|\w*(?:arthr|neur|tend[io]n|burs|fasci|spondyl|col|gastr|cyst|my|disc)itis|"
    r"arthritis|bursitis|colitis|osteoarthrosis)\b",
    r"\b(?:disc|disk) (?:hernia\w*|prolapse|protrusion|degeneration|disease)|\bherniated\b|"
    r"\bslipped dis[ck]\b|\bdegenerative dis[ck]\b",
    r"\b(?:dis[ck]|nerve|spinal|spine|joint|cartilage|tissue|brain|root|cord) damage\b",
    r"\b(?:pinched|trapped|compressed) nerve\b|\bnerve (?:compression|entrapment)\b",
    r"\b(?:cancer|malignan\w+|metasta\w+|multiple sclerosis|haemangioblastoma|tumou?r|leukaemia|"
    r"lymphoma|carcinoma|sarcoma)\b",
    r"\b(?:psychosomatic|psychophysiologic(?:al)?|psychogenic|neuroplastic|nociplastic)\b",
    r"\b(?:somati[sz]ation|somatoform|somati[sz](?:es|ing|er)|functional (?:overlay|illness|"
    r"neurological|pain)|non-?organic)\b",
    r"\b(?:tension myositis|myoneural|mind-?body syndrome|tms|central sensiti[sz]ation)\b",
    r"\b(?:complex regional pain|whiplash associated disorder)\b",
    r"(?<!against )(?<!features of )\bprimary pain\b",
    r"\bcatastrophi[sz]\w+\b",
    r"\b(?:you|she|he|they|participant) (?:have|has|had|suffers?) an? [\w -]{0,30}"
    r"(?:disorder|syndrome|disease|illness|complex|phobia|bulging dis[ck]|worn dis[ck])\b",
    r"\b(?:you|she|he) (?:are|is|were|was) (?:clinically |severely |clearly |mildly )?(?:depressed|"
    r"traumati[sz]ed|borderline|paranoid|dissociating|mentally ill|a hypochondriac)\b",
    r"\b(?:the|our|my|your) diagnosis is\b|\bwe diagnosed?\b|\bmeets (?:the )?criteria\b|"
    r"\b(?:confirms?|consistent with) (?:a |the )?diagnosis\b",
)
# Verdicts on a person rather than names of an illness: not said even where somebody recorded them.
VERDICT = either(
    r"\b(?:psychosomatic|psychogenic|psychophysiologic(?:al)?|somati[sz]ation|somatoform|"
    r"somati[sz](?:es|ing|er)|hypochondri\w+|hysteri\w+|catastrophi[sz]\w+|neurosis|neurotic|"
    r"conversion (?:disorder|reaction|symptoms?)|functional overlay|non-?organic|mentally ill|"
    r"borderline|personality disorder|psychopath\w*)\b",
    r"\b(?:tension myositis|mind-?body syndrome|tms|neuroplastic)\b",
    r"\b(?:dis[ck]|nerve|spinal|spine|joint|cartilage|tissue|brain|root|cord) damage\b",
)

ADVICE = either(
    rf"\b{DO}{NEARBY}?{MEDICINE}\b",
    rf"\b{DO} {MEDICINE}\b",
    rf"\b{DO_TOO}{NEXT}{MEDICINE}\b",
    rf"\b{WITHOUT}{NEXT}{MEDICINE}\b",
    rf"\b{NEED}{NEARBY}?{MEDICINE}\b",
    rf"\b{NEED} {MEDICINE}\b",
    rf"\b{MEDICINE}(?: [\w’'-]+){{0,3}} (?:can|could|may|might|should|must|need(?:s|ed)?) "
    r"(?:not |now |safely )*(?:be |wait|stop|start|go ahead|take place)",
    rf"\b{MEDICINE}(?: (?:is|are|was|were|be|urgently|probably|not|no longer|now|soon))* (?:needed|"
    r"necessary|advised|recommended|indicated|required|advisable|warranted|unnecessary|overdue|"
    r"pointless|useless|unavoidable|inevitable|avoidable)\b",
    rf"\b{MEDICINE} (?:is|are|would be) (?:not |no longer )?(?:useful|safe|harmful|dangerous|risky|"
    r"bad|good|right|wrong|worth|best|poison|urgent|too (?:high|low|strong|risky|much)|"
    r"(?:doing|making) (?:you|more|her|him|things)|"
    r"an? (?:option|mistake|error|good idea|bad idea|last resort|must)|"
    r"the (?:answer|right|wrong|only|best|way|solution))\b",
    rf"\b{MEDICINE} (?:would|will|won’t|wouldn’t|cannot|can’t|could|can|(?:is|"
    rf"are) (?:un)?likely to|"
    r"(?:is|are) (?:not )?going to)(?: not| never| only| probably| surely| just)* (?:help|work|fix|"
    r"solve|change|make|do|harm|hurt|damage|relieve|ease|worsen|free|be|bring|give|take)\b",
    rf"\b(?:recommend|advise|suggest|propose(?!s no )|favour|counsel)\w*{NEXT}{MEDICINE}",
    rf"\b(?:come|coming|get|getting|go|going) (?:off|on|onto){NEXT}{MEDICINE}",
    rf"\b(?:go|going) (?:ahead|through) with{NEXT}{MEDICINE}",
    rf"\btak(?:e|ing) (?:more|less|fewer|no){NEXT}{MEDICINE}",
    r"\b(?:take|reduce to|increase to|go (?:up|down) to) \d[\d.,]* ?(?:mg|µg|mcg|ml|g)\b",
    rf"\btoo (?:much|many|high|strong)(?: an?)? {MEDICINE}\b",
    rf"\b(?:should|must|ought to|had better|have to|has to) (?:not )?(?:have|take|get|try|use|"
    rf"undergo|accept){NEXT}{MEDICINE}",
    rf"{ORDERS}(?:please )?(?:don’t|do not|never) (?:have|take|get|let|accept|agree to|sign|use|go "
    rf"for|undergo){NEXT}{MEDICINE}",
    rf"\bleav(?:e|ing){NEXT}{MEDICINE} (?:out|off|alone|aside|away|behind|for now)\b|"
    rf"\bleav(?:e|ing) (?:out|off){NEXT}{MEDICINE}",
    rf"\b(?:ask|tell|request|urge|get|persuade|call|phone|have|"
    rf"want)(?: [\w’-]+){{0,2}} {CLINICIAN}s?"
    r"(?: \w+)? (?:not )?to (?:not )?(?:cancel|postpone|stop|reduce|change|prescribe|refer|order|"
    r"give|"
    r"switch|increase|lower|raise|operate|scan|repeat|remove|wait|delay|send|arrange|withdraw|"
    r"taper|"
    r"start|book|do|put|take|call off|replace|inject)\b",
    r"\b(?:do not|don’t|never|stop|no longer) (?:see|seeing|trust|listen|listening|believe|"
    r"believing|"
    rf"go(?:ing)?|consult(?:ing)?) (?:to )?(?:[\w’]+ )?(?:{CLINICIAN}s?|doctors)\b",
    r"\b(?:no need for|do not need|don’t need|no longer need|need no|stop (?:having|going to|"
    r"seeing)|"
    rf"without the need (?:for|of)|cancel|skip)(?: [\w’-]+){{0,3}}? {CARE}\b",
    rf"\b(?:change|leave|replace|switch) (?:your|the|her|his) {CLINICIAN}\b",
    rf"\b(?:call off|calling off|get out of){NEXT}{MEDICINE}\b",
)
