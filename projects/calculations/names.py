"""Names of companies and sites: when two are written otherwise and mean the same, and when one is near another."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

# What says the form of a company and not which one it is.
WORDS = (
    "ab ag as asa bv co company corp corporation gmbh inc incorporated kk limited llc llp lp lllp ltd nv oy oyj plc "
    "pllc pty sa sab sarl se spa srl ulc"
)
FORMS = frozenset(WORDS.split())
JOINED = re.compile(r"['’`.]")
# From here on two names differ by a slip of the pen rather than by what they name.
NEAR = 0.87


def bare_name(name: str) -> str:
    """The name without case, punctuation, accents, a leading "the" and the form of a company.

    "MP Materials Corp." and "mp materials" are both "mp materials"; "U.S. Steel" is "us steel".
    """
    text = unicodedata.normalize("NFKD", seen(name).casefold().replace("&", " and "))
    text = JOINED.sub("", "".join(letter for letter in text if not unicodedata.combining(letter)))
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return " ".join(words)


def seen(text: str) -> str:
    """The text as it is seen: its wide letters as plain ones, without the characters that show nothing.

    A zero-width space, a soft hyphen or a mark of direction comes along with what is copied from a page.
    """
    return "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """The bare names that are near a bare name without being it, the nearest first.

    Names that differ in a number are two names: Line 1 and Line 2.
    """
    numbers = _numbers(name)
    asked = SequenceMatcher(None, b=name)
    found = []
    for other in names:
        asked.set_seq1(other)
        if other == name or asked.real_quick_ratio() < NEAR or asked.quick_ratio() < NEAR:
            continue
        if _numbers(other) == numbers and (likeness := asked.ratio()) >= NEAR:
            found.append((-likeness, other))
    return [other for _, other in sorted(found)]


def bare_key(key: str) -> str:
    """A ticker, CIK or UEI without case and blanks; a CIK without the zeros in front, a ticker without its exchange.

    "$MP" and "NYSE: MP" are MP.
    """
    text = "".join(seen(key).upper().split()).rpartition(":")[2].removeprefix("$")
    return text.lstrip("0") or text if text.isdecimal() else text


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+|\b[ivx]+\b", name)
