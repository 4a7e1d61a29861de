"""What a formulation must not claim: causes, promises, blame, scores of a childhood, chance.

Sources: CLINICAL F.3, INV-01, INV-07, B.1.
"""

from __future__ import annotations

import re

from remit.pathways.consult.lint_vocabulary import (
    BODY,
    CLINICIAN,
    FEELING,
    HIDDEN,
    NUMBER,
    PAIN,
    RELATIVE,
    YOUR,
    either,
)

_STARTS = (
    r"(?:start(?:s|ed)|began|begins?|spark(?:s|ed)|creat(?:es|ed)|generat(?:es|ed)|induc(?:es|ed)|"
    r"awaken(?:s|ed)|unleash(?:es|ed)|ignit(?:es|ed)|evok(?:es|ed)|caus(?:es|ed)|maintain(?:s|ed)?|"
    r"perpetuat(?:es|ed|ing|e)|sustain(?:s|ed)|feed(?:s|ing)?|fed|fuel(?:s|led|ling|ing)?|"
    r"prolong(?:s|ed)?)"
)
CAUSE = either(
    r"\bbecause\b",
    r"\bcaus(?:e|es|ed|ing|al|ation)\b",
    r"\b(?:due|owing|thanks) to\b(?! see)",
    r"\b(?:leads?|led|leading) (?:directly )?to\b(?! (?:the|a) (?:clinic|ward|room))",
    r"\b(?:as a|is the|was the|are the|were the|a) (?:direct )?(?:result|product|manifestation|"
    r"by-?product|outcome) of\b",
    r"\b(?:pain|symptoms?|it|this|that|which|headaches?) results? from\b|\bresulted (?:in|from)\b",
    r"\bexplain(?:s|ed by)\b|\bexplain (?:your|the|her|his|this) (?:pain|symptoms?)\b",
    r"\broots?\b(?! (?:canal|block|pain|sign|compress|damage))(?<!nerve root)(?<!nerve roots)|"
    r"\brooted in\b|\bborn (?:out )?of\b",
    r"\b(?:brought|bring|brings|bringing) (?:it |them |your pain |the pain )?(?:on|about)\b",
    r"\btrigger(?:s|ed|ing)?\b",
    r"\b(?:stems?|stemmed|arises?|arose|arising|springs?) from\b",
    r"\b(?:your|the|her|his|this) (?:pain|symptoms?|headaches?) (?:comes?|came|is|are|was|were) "
    r"(?:all |mostly |really |only )?from\b",
    rf"\b{PAIN} from (?:{YOUR} )?{FEELING}\b",
    r"\b(?:responsible for|behind|driv(?:es|en|ing)|underlies|underlying|provok\w+|produc(?:es|ed)"
    r"|set off|sets off|turned into|made|source of|origin of|key to|answer to) (?:by )?"
    r"(?:your|the|her|his|this) (?:pain|symptoms?)\b",
    rf"\b{_STARTS} (?:all )?{YOUR} (?:\w+ )?{PAIN}\b",
    r"\bmad(?:e) (?:you|her|him) (?:ill|sick|hurt)\b|\bmakes? (?:you|her|him) (?:ill|sick|hurt)\b",
    r"\bconsequence of\b|\bthe reason (?:for|why|that|your|you)\b|\bso your pain\b",
    r"\breaction to\b|\bconver(?:ts|ted) (?:in)?to pain\b|\brepress\w+\b|\bunconscious\w*\b",
    rf"\bresponse to (?:{YOUR} )?(?:{FEELING}|loss|divorce|death|childhood)\b",
    rf"\bg(?:ave|ives?|iven|iving) (?:you|her|him|them|rise to)(?: {YOUR})?(?: \w+)? {PAIN}\b",
    rf"\bk(?:eeps?|ept|eeping) (?:your|her|his|this|the) (?:\w+ )?{PAIN} (?:going|alive|up|there|"
    rf"in)",
    r"(?<!can )(?<!may )(?<!could )(?<!might )(?<!help to )\bkeeps? it (?:going|alive)\b",
    r"\b(?:turn(?:s|ed|ing)?|chang(?:es|ed)|transform(?:s|ed)|develop(?:s|ed)|grew|grows) into "
    rf"(?:\w+ )?{PAIN}\b|\bbec(?:ame|omes?) (?:your |the |this |physical |bodily )?{PAIN}\b",
    rf"\b{FEELING} (?:(?:that |which |is |was |has |you |can )*)(?:sits?|sat|settl\w+|lodg\w+|"
    rf"lives?|lived|speaks?|spoke|shows? (?:itself|up)|comes? out|came out|went|goes|hides?|"
    rf"expresses itself) (?:in|into|as|through|to) (?:{YOUR} )?(?:{PAIN}|{BODY})\b",
    r"\b(?:signs?|expression|symbol|message|language|voice|cry|echo|symptoms?|mask|outlet|form|"
    rf"effects?) of (?:{YOUR} |an? )?(?:{HIDDEN} |old |deep |inner |past |early |childhood )*"
    rf"(?:{FEELING}|childhood)\b",
    rf"\b{HIDDEN} (?:{FEELING}|memor(?:y|ies))\b",
    rf"\b(?:{PAIN}|it|this|that|condition|illness|problem|trouble) (?:is|are|was|were|must be|"
    rf"has to "
    r"be|seems?|looks?|appears?)(?: (?!not\b)\w+){0,2} (?:psychological|psychical|emotional|mental|"
    r"stress[- ]related|stress[- ]induced|emotionally|psychologically|self-inflicted|hysterical)\b",
    rf"\b{PAIN} (?:is|are|was|were|must be) (?:really |only |just |mostly |all |simply )*"
    rf"(?:{FEELING}|nerves|a memory|learned|learnt)\b",
    r"\b(?:psychological|psychical|mental|(?:stress|trauma|emotion\w*|anxiety|grief)[- ]"
    r"(?:related|induced|driven)) (?:\w+ )?(?:pain|origin|nature|symptoms?|overlay|cause|"
    r"component)\b",
    rf"\b{PAIN} (?:is|are|was|were) (?:clearly |closely |strongly |directly |surely )*(?:linked|"
    rf"tied|"
    r"connected|related|attributable|attributed|secondary) (?:to|with)\b",
    rf"\b(?:is|was|are|comes|boils|came) down to (?:{YOUR} )?(?:{FEELING}|job|work|divorce|"
    r"childhood|marriage|death|loss)\b|\bon account of\b",
    r"\b(?:that|this|which|it) (?:is|was) (?:exactly |precisely )?why (?:you|your|she|her|he|his|"
    r"the "
    r"pain|it (?:hurts|began|started|came))\b",
    rf"\bbody’?s? (?:way of|cry|protest|keeps the score|is (?:telling|speaking|crying|saying))\b|"
    rf"\b{PAIN} (?:is )?(?:trying|tries|wants|serves?) to\b",
)

_GO = (
    r"(?:go away|fade|vanish|lessen|settle|disappear|melt|shrink|subside|diminish|lift|ease|"
    r"resolve|"
    r"pass|leave|get (?:less|better)|stop|end|go|calm)"
)
CERTAINTY = either(
    r"\b(?:cure|cures|cured|curing|curable)\b",
    r"\bguarantee\w*\b|\bpromis(?:e|es|ed) (?:you|that|to you)\b|\bmiracle\w*\b|\bsuccess rate\b",
    r"\bpermanent(?:ly)?\b|\bonce and for all\b|\bwithout fail\b|\bas good as new\b",
    r"\b(?:certainly|definitely|undoubtedly|surely|no doubt|without doubt|inevitably|"
    r"beyond doubt)\b",
    r"\b(?:sure|bound|certain) to (?:help|work|improve|get|recover|heal|be|feel|go)\b",
    r"\bpro(?:ves?|ved|ven|of)\b(?! of identity)(?<!no proof)",
    r"\bwill (?:surely |soon |then |all )*(?:be (?:pain-free|gone|well|fine|healed|better|able|"
    r"free|"
    r"over|back)|get (?:better|well)|go away|disappear|resolve|recover|help you|improve|heal|work|"
    r"pass|end)\b",
    rf"\b(?:pain|symptoms?|headaches?) (?:will|’ll|shall|is going to|"
    rf"are going to)(?: \w+){{0,2}}? {_GO}\b",
    r"\b(?:it|they|this|that) (?:will|’ll|shall|is going to) (?:\w+ )?(?:fade|vanish|ease|go away|"
    r"disappear|subside)\b",
    r"\byou (?:will|’ll|shall|are going to|are sure to)(?: \w+){0,2}? (?:recover|heal|improve|"
    r"walk|run|"
    r"dance|be (?:free|back|yourself|pain|healthy|normal|strong|symptom)|get (?:over|rid|your life|"
    r"better|well)|feel (?:better|well|good|no|less|like|free)|sleep (?:well|better|again)|"
    r"have (?:no|less) pain|live without)\b",
    r"\b(?:fully|completely|full|complete|total) (?:recover\w*|heal\w*|resol\w*|relief)\b",
    rf"\b(?:free|rid|reliev\w+|liberat\w+) (?:you|her|him|them|people|yourself) (?:from|"
    rf"of) (?:all )?"
    rf"(?:{YOUR} )?{PAIN}",
    rf"\b(?:get|gets|getting|got|be|become) rid of (?:all )?(?:{YOUR} )?{PAIN}\b",
    r"\b(?:be|become|becoming|live|living|stay|get|getting|end up|back to being) "
    r"(?:\w+ )?(?:pain|symptom)[- ]?free\b|\bpain[- ]free (?:life|future|again)\b",
    rf"\b(?:will|can|going to|does|’ll) (?:\w+ )?(?:stop|end|heal|fix|erase|remove|eliminate|beat|"
    rf"defeat|"
    rf"banish|take away|undo|solve|dissolve|switch off) (?:{YOUR} )(?:\w+ )?(?:{PAIN}|{BODY})\b",
    rf"\b(?:heals?|fixes|erases|eliminates|banishes|dissolves|ends|removes|takes away) {YOUR} "
    rf"(?:\w+ )?{PAIN}\b|\bend to (?:{YOUR} )?{PAIN}\b",
    r"\bno more pain\b|\blife without pain\b|\bnever (?:come|comes|be) back\b|"
    r"\bwill (?:never|not) (?:come back|return|hurt)\b",
    r"\b(?:works?|helps?|effective) (?:for )?(?:everyone|everybody|all of|all people|anyone|"
    r"always)\b|"
    r"\balways (?:works?|helps?|succeeds?)\b|\bnever fails\b",
    r"\b(?:gone|away|better|healed|recover\w*|over it) for good\b|\bback to normal\b",
    r"\brisk-free\b|\b(?:no|without(?: any)?) (?:side[- ]effects?)\b|\b100 ?% (?:safe|"
    r"effective)",
    r"\bthe only (?:way|thing|treatment|option|method|programme)(?: that| which| left)?(?: will|"
    r" can| "
    r"could)? (?:helps?|works?|left|out|to (?:get|be|heal))\b|\bthe only (?:way out|option left)\b",
    r"\bonly (?:stress|psychological|emotional)\b|\b(?:just|merely|simply|purely) (?:stress|"
    r"psychological|emotional|mental)\b",
)

BLAME = either(
    r"(?<!not )(?<!not entirely )\byour (?:own )?(?:fault|failure|doing|mistake)\b",
    rf"\b(?:your|her|his) {RELATIVE}(?: is| was| are| were)? (?:to blame|at fault|responsible|made "
    r"(?:you|her|him)|hurt (?:you|her|him)|ruined|toxic|abusive|cruel|a narcissist|narcissistic)\b",
    rf"\b{RELATIVE} (?:abused|ruined|damaged|broke|destroyed|drove|hurt|failed|traumati[sz]ed|"
    r"poisoned) (?:you|her|him)\b",
    rf"\b{RELATIVE}’s fault\b|\bto blame\b|\bblame (?:your|her|his)\b",
    r"(?<!not mean that )(?<!not say that )\byou (?:brought|did|made|let|do|bring) (?:it|this|"
    r"that)\b",
    r"\byou (?:failed|should have|could have|ought to have|refused?|chose (?:the|your) pain)\b",
    r"\byou (?:are )?(?:mak(?:e|ing)|made|keep|keeping|holding|clinging|cling|hold) (?:yourself "
    r"(?:ill|sick|hurt|suffer)|(?:it|your pain|the pain|things) (?:worse|going|alive|up)|"
    r"on to (?:it|"
    r"your pain|the pain))\b",
    r"\bif you (?:really |only |just )?(?:wanted|tried|had tried|would try|made an effort|"
    r"let go)\b",
    r"\byou (?:are|were) (?:simply |just |being |too |so |very |rather )*(?:(?:over-?)?sensitive|"
    r"over-?anxious|too emotional|weak|lazy|difficult|unwilling|unmotivated|dramatic|in denial|"
    r"resisting|resistant|faking|stubborn|ungrateful|dependent on (?:pain|attention)|choosing)\b",
    r"\b(?:laz(?:y|iness)|weak-willed|attention[- ]seeking|drug[- ]seeking|malinger\w*|"
    r"exaggerat\w*|manipulativ\w*|non-?complian\w*|uncooperative|neurotic|over-?reacts?|"
    r"self-inflicted|help-rejecting|poorly motivated|unmotivated|difficult patient|"
    r"doctor[- ]shopp\w+|"
    r"low pain threshold|self-pity|complainer|whin(?:es|ing|er))\b",
    r"\bclaims (?:to|that)\b|\balleged(?:ly)?\b|\bdenies\b|\bin denial\b|\badmits? (?:to|that)\b",
    r"\byou (?:did|do) not (?:try|want to (?:get|recover|improve|let))\b|\bsecondary gain\b|"
    r"\byou (?:need|have) to (?:try harder|pull yourself|let (?:it )?go|calm down|get over)\b",
    r"\black of (?:effort|will|willpower|motivation|insight)\b|\bnot trying (?:hard|enough)\b|"
    r"\bpull yourself together\b|\btry harder\b",
    rf"\b(?:{CLINICIAN}s?|doctors|hospital|clinic|nurses?)(?: \w+)? (?:missed|misdiagnosed|"
    rf"overlooked|"
    r"failed|mistreated|botched|harmed|damaged|ignored|neglected|should have|over-?treated|lied|"
    r"made a mistake|got it wrong|(?:is|was|were|are) (?:wrong|mistaken|negligent|incompetent|to "
    r"blame|at fault|careless))\b|\b(?:medical )?(?:negligence|malpractice)\b",
)

SCORE = either(
    rf"\baces?\b(?:[\w’ ,:()/=+-]{{0,30}}?)\b{NUMBER}\b",
    rf"\b{NUMBER}(?: (?:of|out of|/) ?(?:10|ten))?(?: or more)? (?:aces?\b|adverse childhood|"
    r"adversities|childhood adversit|categories of advers|(?:kinds|types|forms) of (?:abuse|trauma|"
    r"advers))",
    r"\b(?:ace|advers\w+|trauma|abuse|childhood)(?:[ -]\w+)?(?: experiences?)?[ -](?:scores?|count|"
    r"index|total|sum|rating)\b|\bscor\w+ (?:[\w ]{0,12})on (?:the )?(?:ace\b|advers|trauma)",
    rf"\badverse childhood (?:experiences?|events?)(?:[ :,()=-]|is|was|are|of|score|"
    rf"total){{1,20}}{NUMBER}\b",
    rf"\b(?:pcl|pcl-5|ctq|ies|ies-r|lec|maia|pc-ptsd(?:-5)?)\b[\w ,:()=]{{0,20}}?\b{NUMBER}\b",
)

SHARE = re.compile(r"\d(?:[\d.,]*) ?(?:%|per ?cent\b)", re.IGNORECASE)
OF_HOW_MANY = re.compile(
    r"\b(?:of|in|out of) \d+\b(?![.,]?\d*(?: ?%| ?per ?cent))|\d+ ?/ ?\d+", re.IGNORECASE
)
MORE_OFTEN = either(
    r"\b(?:twice|\w+ times) (?:as|more) (?:likely|often|common)\b",
    r"\bthe (?:vast )?majority of\b",
    r"\bmost (?:people|patients|participants|women|men|of (?:them|us|our))\b(?! (?:the pain|with))",
    r"\b(?:nine|eight|seven|six) (?:out of|in|of) ten\b",
)
CHANCE = either(
    r"\bchances?\b", r"\bprobabilit(?:y|ies)\b", r"\blikelihood\b", r"\bodds\b", r"\bp ?[=<]",
    r"\bp-?values?\b", r"\bstatistic\w*\b", r"\bcoincidence\b", r"\bcoincidental\w*\b",
    r"\bsignifican(?:t|ce|tly)\b", r"\bcorrelat\w+\b", r"\bconfidence interval", r"\brandom\w*\b",
    r"\beffect size", r"\brelative risk\b", r"\bhazard ratio", r"\bbase rate", r"\bpercentile\b",
    r"\bfifty[- ]fifty\b|\b50 ?[-/] ?50\b", r"\bby accident alone\b|\bmere accident\b",
    r"\b(?:much |far |a lot )?more often than (?:expected|you would expect)\b",
    r"\b(?:very |most |highly |un)likely that\b|\bin all likelihood\b",
)  # fmt: skip
CHANCE_LEVEL = either(
    r"\bp ?[=<]", r"\bp-?values?\b", r"\bchance[^.]{0,20}\d", r"\bsignificant(?:ly)?\b",
    r"\bodds\b", r"\bprobability\b", r"\bconfidence interval", r"\bcorrelat\w+\b", r"\beffect size",
    r"\brelative risk\b", r"\bhazard ratio", r"\bmore often than expected\b",
)  # fmt: skip
TONE = re.compile("!")

_ENDS = (
    r"(?=[.;:!?]|,? (?:but|so|yet|still|however|although|though) |"
    r", (?:and|your|it|the|this|we) |$)"
)
# What is said not to be known is not said; but the next clause is.
UNSAID_CAUSE = re.compile(
    r"(?<!need )(?:cannot|can not|not|nobody can) (?:say|mean|(?:know|show|tell)(?! that))"
    rf"[^.;:!?]{{0,60}}?{_ENDS}",
    re.IGNORECASE,
)
UNKNOWN = re.compile(
    r"\b(?:(?:can)?not (?:yet |be )?(?:know|known|say|said|tell|predict|decided|clear|sure|"
    r"certain)|"
    r"nobody (?:knows|can say|can tell)|unclear|unknown|unsure|uncertain|undecided)"
    r" (?:yet )?(?:whether|if)\b"
    rf"[^.;:!?]*?{_ENDS}",
    re.IGNORECASE,
)
