"""How a page writes a value: grouped digits, dates as given, words for codes. Nothing is rounded."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import CountKind, ReachBasis
from portfolio.reports.base import Column, Type
from projects.calculations.schedule import Health
from projects.models import Basis, CapacityKind, MilestoneKind, StatementKind
from record.models import Channel

WORDS: dict[str, dict[str, str]] = {
    "instrument": {one.value: one.label for one in Instrument},
    "status": {one.value: one.label for one in Status},
    "kind": {one.value: one.label for one in Kind},
    "basis": dict(Basis.choices),
    "reach_basis": dict(ReachBasis.choices),
    "count_kind": dict(CountKind.choices),
    "statement": dict(StatementKind.choices),
    "milestone_kind": dict(MilestoneKind.choices),
    "capacity_kind": dict(CapacityKind.choices),
    "channel": dict(Channel.choices),
    "health": {one.value: one.value.replace("_", " ") for one in Health},
}
STAGES = {
    "fs": "feasibility study",
    "pfs": "pre-feasibility study",
    "pea": "preliminary assessment",
    "scoping_pea": "scoping study or preliminary assessment",
    "care_maintenance": "care and maintenance",
    "suspended_or_care": "suspended, or care and maintenance",
}


def grouped(number: Decimal, *, least: int = 0, even: int = 0) -> str:
    """The digits with thousands separators, trailing zeros dropped down to `least` places.

    `even`: a number that is not whole shows at least so many places (cents come in pairs).
    """
    text = f"{number:f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if fraction and len(fraction) < even:
        fraction = fraction.ljust(even, "0")
    fraction = fraction.ljust(least, "0")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-') or 0):,}" + (f".{fraction}" if fraction else "")


def moment(when: datetime) -> str:
    """A moment on New York's clock, to the second, with the name of its time."""
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M:%S %Z")


def words(code: str) -> str:
    """A code of the record in plain words."""
    return STAGES.get(code, code.replace("_", " "))


def format_value(value: Any, kind: Type, name: str = "") -> str:
    """A known value as the page writes it."""
    if kind is Type.USD:
        return grouped(value, even=2)
    if kind is Type.PRICE:
        return grouped(value, least=2)
    if kind in (Type.SHARES, Type.QUANTITY, Type.FACTOR):
        return grouped(value)
    if kind is Type.FRACTION:
        return f"{grouped(value * 100)}%"
    if kind is Type.INTEGER:
        return str(value) if name in {"fiscal_year", "recording", "year"} else f"{value:,}"
    if kind is Type.BOOLEAN:
        return "yes" if value else "no"
    if kind is Type.MOMENT:
        return moment(value)
    text = str(value)
    if name in WORDS:
        return WORDS[name].get(text, text)
    return words(text) if name in {"stage", "site_kind", "event", "figure", "phase_stage", "feed"} else text


def is_known(value: Any) -> bool:
    """Zero and "no" are known; None and an empty text are not."""
    return value is not None and value != ""


def heading(column: Column) -> str:
    """The unit as it stands in a column's heading; a fraction is shown in percent."""
    return "%" if column.type is Type.FRACTION else column.unit
