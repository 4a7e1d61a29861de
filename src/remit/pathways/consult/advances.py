"""Width of text without a browser: advance widths of the two faces, in thousandths of an em.

Read once from the vendored variable fonts (fontTools, Source Sans 3 at weights 400 and 600, Source
Serif 4 at 560 and optical size 16). Kerning is left out: it mostly narrows, so a label is at most
as wide as computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


def _spread(widths: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


# fmt: off
_REGULAR = _spread({
    200: " \xa0", 241: "|¦", 246: "iìíîïĩīĭį", 247: "jıĵ", 249: "',.:;·‘’", 255: "lĺļ",
    263: "IÌÍÎÏĨĪĬĮİ", 265: "ľ", 271: "ſ", 289: "!¡", 292: "f", 298: "ł", 303: "()[]{}", 304: "•",
    311: "-\xad", 331: "°", 338: "tţťŧ", 345: "ª", 347: "rŕŗř", 350: "/\\", 362: "ŀ", 365: "º",
    367: "²³¹", 418: "*", 419: "sśŝşš", 423: "®", 425: "?z¿źżž", 426: "\"“”„", 429: "«»", 446: "x",
    456: "cçćĉċč", 467: "vyýÿŷ", 476: "YÝŶŸ", 479: "J", 480: "Ĵ–", 486: "LĹĻĽĿ", 493: "ĳ",
    494: "F", 495: "kķĸ", 496: "eèéêëēĕėęě", 497: "#$+0123456789<=>^~¢£¤¥§¬±×÷€−", 500: "_Ł",
    504: "agàáâãäåāăąĝğġģ", 513: "X", 515: "V", 526: "Ĳ", 527: "EÈÉÊËĒĔĖĘĚ", 534: "SŚŜŞŠ",
    536: "TŢŤŦ", 539: "ZŹŻŽ", 542: "`o¨¯´¸òóôõöøōŏő", 543: "A", 544: "huÀÁÂÃÄÅðùúûüĀĂĄĥũūŭůűų",
    547: "nñńņňŋ", 553: "b", 555: "dpqþ", 557: "ħ", 560: "¶", 562: "µđ", 566: "P", 569: "RŔŖŘ",
    571: "CÇĆĈĊČ", 573: "ď", 576: "ß", 579: "KĶ", 583: "Þ", 588: "B", 609: "&", 615: "DĎ",
    617: "GĜĞĠĢ", 635: "ĐŊ", 639: "Ð", 645: "UÙÚÛÜŨŪŬŮŰŲ", 647: "NÑŃŅŇ", 652: "HĤ",
    664: "OQÒÓÔÕÖØŌŎŐ", 692: "Ħ", 718: "ŵ", 719: "w", 727: "M", 744: "©", 769: "ŉ", 778: "æ",
    781: "¼", 786: "WŴ", 796: "¾", 800: "—", 808: "½", 822: "Æ", 824: "%", 829: "m", 839: "œ",
    847: "@Œ", 948: "…",
})
_SEMIBOLD = _spread({
    200: " \xa0", 255: "|¦", 262: "iìíîïĩīĭįı", 263: "jĵ", 271: "lĺļ", 275: "',.:;·‘’",
    282: "IÌÍÎÏĨĪĬĮİ", 292: "ľſ", 315: "!¡", 317: "f", 322: "-\xad", 324: "()[]{}", 325: "•",
    329: "ł", 344: "/\\", 348: "°", 352: "ª", 361: "tţťŧ", 369: "º", 372: "²³¹", 373: "rŕŗř",
    408: "ŀ", 431: "sśŝşš", 438: "*", 443: "z®źżž", 444: "?¿", 455: "«»", 462: "cçćĉċč", 480: "–",
    481: "x", 482: "\"“”„", 494: "JĴ", 495: "vyýÿŷ", 500: "_", 501: "YÝŶŸ", 502: "LĹĻĽĿ",
    507: "eèéêëēĕėęě", 510: "F", 513: "#$+0123456789<=>^~¢£¤¥§¬±×÷€−", 516: "aàáâãäåāăą",
    520: "gĝğġģ", 522: "kķĸŁ", 524: "ĳ", 536: "V", 538: "EÈÉÊËĒĔĖĘĚ", 540: "ZŹŻŽ", 541: "X",
    545: "SŚŜŞŠ", 546: "TŢŤŦ", 549: "`o¨¯´¸òóôõöøōŏő", 552: "ð", 556: "uùúûüũūŭůűų",
    558: "AhÀÁÂÃÄÅĀĂĄĥ", 560: "nñńņňŋ", 563: "b", 564: "dpqþđ", 565: "Ĳ", 566: "ħ", 576: "CÇĆĈĊČ",
    578: "µ", 582: "P", 592: "RŔŖŘ", 594: "ď", 597: "BKĶ", 599: "¶", 600: "Þ", 604: "ß", 625: "DĎ",
    628: "GĜĞĠĢ", 639: "&", 645: "Đ", 651: "ÐŊ", 655: "UÙÚÛÜŨŪŬŮŰŲ", 656: "ÑŃŅŇ", 657: "N",
    663: "HĤ", 674: "OQÒÓÔÕÖØŌŎŐ", 703: "Ħ", 745: "M", 747: "©", 748: "wŵ", 780: "æ", 795: "¼",
    800: "WŴ—", 807: "¾", 810: "ŉ", 827: "½", 830: "œ", 834: "Æ", 841: "%", 843: "m", 859: "Œ",
    875: "@", 964: "…",
})
_SERIF = _spread({
    202: "'", 228: " \xa0‘’", 299: "|¦", 303: "jĵ", 304: ",.:;·", 309: "!¡", 316: "•",
    325: "iìíîïĩīįı", 326: "lĺļł", 329: "-\xadľ", 339: "°", 345: "[]", 350: "ŀ", 356: "/\\{}",
    357: "tţť", 359: "ſ", 368: "f", 371: "()", 373: "ª", 382: "I²³¹ÌÍÎÏĨĪĮİ", 388: "JĴ", 397: "º",
    400: "`¨¯´¸", 406: "\"", 427: "?¿", 445: "“”„", 451: "*", 460: "rŕŗř", 463: "s®śŝşš",
    484: "zźżž", 509: "§", 516: "cçćĉċč", 517: "¤", 524: "_–", 528: "$¢£¥€", 530: "eèéêëēĕėęě",
    534: "0123456789", 540: "aàáâãäåāăą", 541: "#", 542: "+<=>^~¬±×÷−", 545: "SŚŜŞŠ", 547: "«»",
    555: "gĝğġģ", 558: "v", 566: "xð", 567: "yýÿŷ", 577: "oòóôõöøōŏő", 579: "ZŹŻŽ", 595: "ĸ",
    596: "kqķ", 600: "F", 604: "þ", 606: "dđ", 608: "LµĹĻĽĿŁ", 615: "b", 616: "¶ď", 618: "p",
    621: "P", 622: "uùúûüũūŭůűų", 623: "EÈÉÊËĒĔĖĘĚ", 628: "Þ", 634: "hĥħ", 636: "TŢŤ",
    637: "nñńņňŋ", 640: "ß", 651: "CÇĆĈĊČ", 654: "YÝŶŸ", 656: "B", 668: "X", 690: "RŔŖŘ", 694: "V",
    697: "AÀÁÂÃÄÅĀĂĄ", 707: "KĶ", 709: "GĜĞĠĢ", 729: "OQÒÓÔÕÖØŌŎŐ", 731: "&", 732: "DÐĎĐ",
    748: "UÙÚÛÜŨŪŬŮŰŲ", 750: "NÑŃŅŇŊ", 751: "©", 800: "HĤĦ", 816: "æ", 823: "wŵ", 824: "ŉ—",
    842: "…", 859: "@", 894: "¼¾", 896: "œ", 921: "M", 925: "%½", 934: "Æ", 941: "m", 958: "Œ",
    1001: "WŴ",
})
# fmt: on


class Face(Enum):
    """The three cuts that the picture is set in; the value is the name of its table."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    SERIF = "serif"


_TABLES = {Face.REGULAR: _REGULAR, Face.SEMIBOLD: _SEMIBOLD, Face.SERIF: _SERIF}
_UNLISTED_LATIN, _WIDE, _FIRST_WIDE = 640, 1000, 0x1100


def text_width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """Width of one line in px at `size` px; letters outside the table count generously."""
    table = _TABLES[face]
    total = 0
    for letter in text:
        width = table.get(letter)
        if width is None:
            width = _WIDE if ord(letter) >= _FIRST_WIDE else _UNLISTED_LATIN
        total += width
    return total * size / 1000


def cut(text: str, room: float, size: float, face: Face = Face.REGULAR) -> str:
    """The text, or as many whole words of it as leave space for an ellipsis."""
    if text_width(text, size, face) <= room:
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        short = " ".join(words).rstrip(",;:") + "…"
        if text_width(short, size, face) <= room:
            return short
    letters = text
    while len(letters) > 1 and text_width(letters + "…", size, face) > room:
        letters = letters[:-1]
    return letters + "…"
