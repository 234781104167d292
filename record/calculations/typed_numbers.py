"""A number as a person or a file writes it: read exactly, or refused with what to do. Nothing is rounded or guessed.

The bounds of a column, and the refusal of a figure beyond them, stand below.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

LARGEST = 2**63 - 1
"""The largest scaled integer that a column holds."""
WIDE = Context(prec=120)
"""The usual context rounds what has more than 28 digits."""
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""What shows nothing, or turns round what is read: two texts would look alike, and a name could be blank."""
PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
EXPONENT = re.compile(r"[\d.,]+[eE][+-]?\d+", re.ASCII)
BOUND = re.compile(r"[<>~≤≥]\s*[\d.,]+", re.ASCII)
SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "mm": 6, "billion": 9, "b": 9, "bn": 9, "trillion": 12}
SCALED = re.compile(r"([\d.,]+)\s*([a-z]+)\.?", re.ASCII | re.IGNORECASE)
MARKS = {"W": "withheld", "NA": "not available", "N/A": "not available", "E": "net exporter", "XX": "not applicable"}
MARKS |= {"D": "withheld", "(D)": "withheld", "-": "none", "--": "none", "—": "none", "–": "none"}


def read_number(text: str, *, places: int, is_money: bool = False, is_fraction: bool = False) -> Decimal | None:
    """An exact number with at most `places` places; None for an empty text. Raises ValueError with what to do.

    "1.2 billion", "$620M" and "3k" are read to the unit; a share may be written with its sign, "4.5%" or "4.5 percent".
    """
    given = text.strip().replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-")
    if not given:
        return None
    bare, sign = _sign(given)
    if is_money:
        bare, sign = _currency(bare, sign)
    is_percent = bare.endswith("%") or bare.lower().endswith(("percent", "per cent"))
    if is_percent:
        if not is_fraction:
            raise ValueError(f'"{short(given)}" is a percentage, and this column is no share. Write the number.')
        bare = re.sub(r"\s*(%|per ?cent)$", "", bare, flags=re.IGNORECASE)
    scaled = None if is_percent or is_fraction else SCALED.fullmatch(bare)
    scale = SCALES.get(scaled[2].lower(), 0) if scaled else 0
    if scaled and scale:
        bare = scaled[1]
    if not PLAIN.fullmatch(bare) and not GROUPED.fullmatch(bare):
        raise ValueError(_no_number(given, bare))
    if len(bare) > 60:
        raise ValueError(f'"{short(given)}" is larger than the record can hold.')
    found = WIDE.multiply(Decimal(bare.replace(",", "")), sign)
    found = WIDE.scaleb(found, scale - 2 * is_percent)
    if found.is_zero():
        found = WIDE.abs(found)
    if WIDE.quantize(found, Decimal(1).scaleb(-places)) != found:
        if not places:
            raise ValueError(f'"{short(given)}" is no whole number, and nothing is rounded. Write it without decimals.')
        raise ValueError(
            f'"{short(given)}" has more than {places} decimal places, and nothing is rounded. Write at most {places}.'
        )
    if abs(WIDE.scaleb(found, places)) > LARGEST:
        raise ValueError(f'"{short(given)}" is larger than the record can hold.')
    return found


def short(given: str) -> str:
    """At most 60 characters of a text, to be shown in a refusal."""
    shown = CONTROL.sub("?", given)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _sign(given: str) -> tuple[str, int]:
    """The digits, and -1 for a minus in front or for accounting's brackets."""
    if given.startswith("(") and given.endswith(")"):
        return given[1:-1].strip(), -1
    if given.startswith("-"):
        return given[1:].strip(), -1
    return given.removeprefix("+").strip(), 1


def _currency(bare: str, sign: int) -> tuple[str, int]:
    """Without "$", "US$" or "USD"; a minus may stand after the sign of the currency too."""
    for mark in ("US$", "USD", "$"):
        if bare.startswith(mark) or bare.endswith(mark):
            bare = bare.removeprefix(mark).removesuffix(mark).strip()
            break
    if bare.startswith("-") and sign == 1:
        return bare[1:].strip(), -1
    if bare.startswith("(") and bare.endswith(")") and sign == 1:
        return bare[1:-1].strip(), -1
    return bare, sign


def _no_number(given: str, bare: str) -> str:
    shown = short(given)
    if given.upper() in MARKS:
        return f'"{shown}" means {MARKS[given.upper()]}. Leave it empty: unknown is not zero.'
    if BOUND.fullmatch(given):
        return f'"{shown}" is a bound, not a number. Leave it empty and say it in the note.'
    if EXPONENT.fullmatch(bare):
        return f'"{shown}" was shortened by a spreadsheet and may have lost digits. Write all digits.'
    if re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", bare, re.ASCII):
        return f'"{shown}" can be read in two ways. Write a point before decimals, commas only between thousands.'
    if re.search("[€£¥]", given):
        return f'"{shown}" is not in US dollars. Convert it, and name the rate in the note.'
    return f'"{shown}" is no number. Write digits, such as 1,234.50, or leave it empty for unknown.'


Limit = int | str | Decimal | None
"""An exact number; text where it is no whole one, None where there is no limit."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The figures that a column takes, and what one of them is called."""

    noun: str = "figure"
    above: Limit = None
    least: Limit = None
    most: Limit = None
    is_percent: bool = False

    @property
    def asked(self) -> list[tuple[str, Decimal]]:
        """Each limit with the comparison that a figure has to meet."""
        signs = ((">", self.above), (">=", self.least), ("<=", self.most))
        return [(sign, Decimal(limit)) for sign, limit in signs if limit is not None]

    def refusal(self, number: Decimal) -> str:
        """Why a number is none of those, with what is taken; empty where it is."""
        meets = {">": number.__gt__, ">=": number.__ge__, "<=": number.__le__}
        if all(meets[sign](limit) for sign, limit in self.asked):
            return ""
        limits = (self.above, self.least, self.most)
        above, least, most = (None if one is None else self.shown(Decimal(one)) for one in limits)
        if most is None:
            taken = f"one above {above}" if above is not None else f"{least} or more"
        else:
            taken = f"one above {above} and at most {most}" if above is not None else f"one from {least} to {most}"
        return f"{self.shown(number)} is no {self.noun}. Write {taken}."

    def shown(self, number: Decimal) -> str:
        """The number without needless zeros, a share in percent."""
        text = f"{number.scaleb(2) if self.is_percent else number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}%" if self.is_percent else text
