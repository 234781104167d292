"""The exchanges of the record: the calendar of their trading days, and the currency in which they quote."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STALE_AFTER = 10
"""A close is stale when it is older than so many trading days of its exchange."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """`calendar` is the ISO 10383 code of the market whose trading days it keeps."""

    calendar: str
    currency: str


NEW_YORK = Exchange("XNYS", "USD")
TORONTO = Exchange("XTSE", "CAD")
SYDNEY = Exchange("XASX", "AUD")
EXCHANGES: dict[str, Exchange] = {
    "NYSE": NEW_YORK, "NYSE American": NEW_YORK, "NASDAQ": NEW_YORK, "OTCQB": NEW_YORK, "OTCQX": NEW_YORK,
    "TSX": TORONTO, "TSXV": TORONTO, "CSE": TORONTO,
    "ASX": SYDNEY,
    "LSE": Exchange("XLON", "GBP"), "LSE AIM": Exchange("XLON", "GBP"),
    "JSE": Exchange("XJSE", "ZAR"), "KRX": Exchange("XKRX", "KRW"), "OSE": Exchange("XOSL", "NOK"),
}  # fmt: skip


def listed_on(text: str) -> list[Exchange]:
    """The exchanges that a company's text names, "NYSE;TSX", in order; those that are not known here are left out."""
    return [EXCHANGES[name] for part in text.split(";") if (name := part.strip()) in EXCHANGES]


def is_every_one_known(text: str) -> bool:
    """True when the text names an exchange and none that is not known here."""
    return bool(text.strip()) and all(part.strip() in EXCHANGES for part in text.split(";"))


def quoted_on(text: str, currency: str) -> Exchange | None:
    """The exchange at which a close in `currency` was made: the first of the company's that quotes in it.

    A close in US dollars of a company whose exchange is not on record is read by New York's days. None where none fits.
    """
    fitting = [one for one in listed_on(text) if one.currency == currency]
    if fitting:
        return fitting[0]
    return NEW_YORK if currency == NEW_YORK.currency else None


def last_session(days: Sequence[date], on: date) -> date | None:
    """The newest of the trading days `days`, in order, up to `on`; None before the first."""
    place = bisect_right(days, on)
    return days[place - 1] if place else None


def trading_days_between(days: Sequence[date], since: date, until: date) -> int:
    """How many of the trading days `days`, in order, lie after `since`, up to `until`: the age of a close."""
    return max(0, bisect_right(days, until) - bisect_right(days, since))
