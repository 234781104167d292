"""A number as a person or a file writes it: read exactly, or refused with what to do. Nothing is rounded or guessed."""

import re
from decimal import Context, Decimal

LARGEST = 2**63 - 1
"""The largest scaled integer that a column holds."""
WIDE = Context(prec=120)
"""The usual context rounds what has more than 28 digits."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
EXPONENT = re.compile(r"[\d.,]+[eE][+-]?\d+", re.ASCII)
BOUND = re.compile(r"[<>~≤≥]\s*[\d.,]+", re.ASCII)
MARKS = {"W": "withheld", "NA": "not available", "N/A": "not available", "E": "net exporter", "XX": "not applicable"}
MARKS |= {"D": "withheld", "(D)": "withheld", "-": "none", "--": "none", "—": "none", "–": "none"}


def read_number(text: str, *, places: int, is_money: bool = False, is_fraction: bool = False) -> Decimal | None:
    """An exact number with at most `places` places; None for an empty text. Raises ValueError with what to do."""
    given = text.strip().replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-")
    if not given:
        return None
    bare, sign = _sign(given)
    if is_money:
        bare, sign = _currency(bare, sign)
    is_percent = bare.endswith("%")
    if is_percent:
        if not is_fraction:
            raise ValueError(f'"{short(given)}" is a percentage, and this column is no share. Write the number.')
        bare = bare[:-1].rstrip()
    if not PLAIN.fullmatch(bare) and not GROUPED.fullmatch(bare):
        raise ValueError(_no_number(given, bare))
    if len(bare) > 60:
        raise ValueError(f'"{short(given)}" is larger than the record can hold.')
    found = WIDE.multiply(Decimal(bare.replace(",", "")), sign)
    if is_percent:
        found = WIDE.scaleb(found, -2)
    if found.is_zero():
        found = WIDE.abs(found)
    if WIDE.quantize(found, Decimal(1).scaleb(-places)) != found:
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
