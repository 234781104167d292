"""Standing: whether a plant's country is domestic, a trade partner or neither on a day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from record.calculations.partial_dates import PartialDate

HOME = "US"


class Standing(StrEnum):
    DOMESTIC = "domestic"
    PARTNER = "partner"
    OTHER = "other"


class Signature(NamedTuple):
    """A framework or action plan signed for these countries; one of a union covers its members.

    Attending or intending is no signature: hand in none for them.
    """

    countries: frozenset[str]
    signed_on: PartialDate | None


def standing_on(day: date, country: str, signatures: Iterable[Signature]) -> Standing:
    """How a country stands on a day. A partner is one from the day of signing; a partial date from its end."""
    if country == HOME:
        return Standing.DOMESTIC
    signed = any(country in one.countries and (one.signed_on is None or one.signed_on.end <= day) for one in signatures)
    return Standing.PARTNER if signed else Standing.OTHER
