"""Which currencies and units there are: a column that holds one takes no other, whatever way it comes in."""

import csv
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError

from record.calculations.typed_numbers import CONTROL

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
MULTIPLES = ("thousand", "million", "billion")
US_CENTS = "US cents"
CODE, LONGEST = 3, 100
"""Letters of a code, and of the longest unit: what is longer, or holds a control character, is refused for that."""


@cache
def currencies() -> dict[str, str]:
    """Code of ISO 4217 → name, of money that is in use or was until lately; without metals, funds and test codes."""
    return _read("currencies.csv", "code", "name")


@cache
def measures() -> dict[str, str]:
    """With which words a unit may begin, and of what each is a measure: mass, time, energy, a count, a share."""
    return _read("units.csv", "unit", "measures")


def require_currency(code: str) -> None:
    """Raises ValidationError for what is no code of a currency, with what is near. Case does not matter."""
    if code.upper() in currencies() or len(code) > CODE or CONTROL.search(code):
        return
    named = {name.casefold(): f"{known} ({name})" for known, name in currencies().items()}
    alike = get_close_matches(code.upper(), currencies(), n=3, cutoff=0.6)
    found = [named[code.casefold()]] if code.casefold() in named else [f"{one} ({currencies()[one]})" for one in alike]
    raise ValidationError(
        f'"{code}" is no code of a currency in ISO 4217.{_near(found)} Write its three letters, as in USD.'
    )


def require_unit(text: str) -> None:
    """Raises ValidationError for a unit that begins with no known measure, with what is near.

    A price is of a currency for one measure ("USD/kg Ta2O5"), a rate of a measure in a time ("t/yr"); what follows a
    measure says of what it is ("kt Cu", "% of apparent consumption"). A unit of a conversion on record is known too.
    """
    if len(text) > LONGEST or CONTROL.search(text):
        return
    first, *per = text.split("/")
    if per and (first in currencies() or first == US_CENTS):
        first, *per = per
    unknown = [part for part in (first, *per) if not _is_measured(part)]
    if not unknown or first.strip() in currencies():
        return
    if any(_begins_with(text, str(one)) for one in _of_conversions()):
        return
    word = unknown[0].strip()
    found = get_close_matches(word.split(" ")[0], measures(), n=3, cutoff=0.6)
    raise ValidationError(
        f'"{text}" is no unit that is known here.{_near(found)} Write one such as t, kg, lb, t/yr, or add its '
        "conversion first."
    )


def _is_measured(text: str) -> bool:
    """True for what begins with a measure, after "thousand" or "million"."""
    bare = text.strip()
    for multiple in MULTIPLES:
        bare = bare.removeprefix(f"{multiple} ")
    return any(_begins_with(bare, one) for one in measures())


def _begins_with(text: str, word: str) -> bool:
    return text == word or text.startswith(f"{word} ")


def _of_conversions() -> Iterable[str]:
    conversion = apps.get_model("projects", "Conversion")
    return {one for pair in conversion.objects.values_list("from_product", "to_product") for one in pair}


def _near(found: list[str]) -> str:
    return f" Near: {', '.join(found)}." if found else ""


def _read(name: str, key: str, value: str) -> dict[str, str]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}
