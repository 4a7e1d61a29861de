"""The words of a PDF that Chromium printed, read through each font's own table of letters."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
# One byte or two for a letter; a range has a third number, the letter of its first code.
_CODES = re.compile(
    rb"^<([0-9A-Fa-f]{2,4})> <([0-9A-Fa-f]{2,12})>(?: <([0-9A-Fa-f]+)>)?$", re.MULTILINE
)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")


def printed_text(made: bytes) -> str:
    """Every word of the file in the order of drawing, without spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(made)}
    fonts = {
        name: _letters(objects, objects[int(at)])
        for body in objects.values()
        for name, at in _FONT.findall(body)
    }
    said: list[str] = []
    for body in objects.values():
        stream = _stream(body)
        letters: dict[bytes, str] = {}
        for name, codes in _SHOWN.findall(stream) if b"BT" in stream else ():
            letters = fonts.get(name, letters) if name else letters
            step = len(next(iter(letters), b"00"))
            cut = (codes[at : at + step].upper() for at in range(0, len(codes), step))
            said += [letters.get(code, "") for code in cut]
    return "".join("".join(said).split())


def _letters(objects: dict[int, bytes], font: bytes) -> dict[bytes, str]:
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    table = _stream(objects[int(found[1])]) if found else b""
    letters: dict[bytes, str] = {}
    for first, last, onto in _CODES.findall(table.partition(b"endcodespacerange")[2]):
        if not onto:
            letters[first] = bytes.fromhex(last.decode()).decode("utf-16-be")
            continue
        for step in range(int(last, 16) - int(first, 16) + 1):
            letters[b"%0*X" % (len(first), int(first, 16) + step)] = chr(int(onto, 16) + step)
    return letters


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)
    try:
        return zlib.decompress(found[1]) if found else b""
    except zlib.error:
        return b""
