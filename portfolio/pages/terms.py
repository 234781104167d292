"""The terms of an investment: those of its instrument alone, and how they came to be."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Field

from portfolio.calculations.kinds import Instrument
from portfolio.models import Terms
from portfolio.models.terms import COMMON, FIELDS
from portfolio.positions.investments import InvestmentAt
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import NOTE, RECORDING, SOURCES, Figure, Table, cited
from portfolio.reports.terms import label_of, type_of
from record.models.fields import PartialDateField


def unit_of(field: Field, kind: Type, terms: Terms) -> str:
    if field.name == "tenor_years":
        return "years"
    if field.name == "floor_price":
        return terms.floor_unit or "USD"
    return "USD" if kind in (Type.USD, Type.PRICE) else ""


def names(instrument: Instrument) -> list[str]:
    """The fields that a version of this instrument's terms has, the common ones first."""
    left_out = {"summary", "confidence"}
    return [name for name in dict.fromkeys((*COMMON, *FIELDS[instrument])) if name not in left_out]


def in_force(line: InvestmentAt) -> list[Figure]:
    """The terms that hold at the AsOf of `line`; empty when none do."""
    version = line.terms
    if version is None:
        return []
    figures = []
    for name in names(line.instrument):
        field = Terms._meta.get_field(name)
        kind = type_of(field)
        value = getattr(version, name)
        known = value is not None and value != ""
        figures.append(
            Figure(
                label=label_of(field),
                name=name,
                value=value,
                type=kind,
                is_computed=False,
                unit=unit_of(field, kind, version),
                meaning=str(field.help_text) if not isinstance(field, PartialDateField) else "",
                sources=cited(version.citation) if known else "",
                citation=version.citation_id if known else None,
            )
        )
    return figures


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the terms, the one before it, and whether it is the one in force."""

    version: Terms
    before: Terms | None
    instrument: Instrument
    is_in_force: bool

    @property
    def changed(self) -> str:
        return changed(self.before, self.version, self.instrument) if self.before else "first version"


VERSION_COLUMNS = (
    c.EFFECTIVE_ON.of(lambda line: line.version.effective_on, label="From"),
    Column(
        "in_force",
        "On this day",
        "Whether it is the version in force.",
        value=lambda line: "in force" if line.is_in_force else "superseded or not yet",
    ),
    Column(
        "changed",
        "What it changed",
        "Against the version before it.",
        is_prose=True,
        value=lambda line: line.changed,
    ),
    c.CONFIDENCE.of(lambda line: line.version.confidence or None, unknown="not stated"),
    NOTE.of(lambda line: NOTE.value(line.version)),
    RECORDING.of(lambda line: RECORDING.value(line.version)),
    SOURCES.of(lambda line: SOURCES.value(line.version)),
)


def versions_table(versions: list[Terms], line: InvestmentAt) -> Table:
    """Every version on record, the oldest first, with what each changed."""
    in_force = line.terms.pk if line.terms else None
    return Table(
        name="versions",
        title="Versions of the terms",
        columns=VERSION_COLUMNS,
        lines=[
            VersionLine(version, before, line.instrument, version.pk == in_force)
            for before, version in pairwise([None, *versions])
        ],
        empty="No terms are on record.",
    )


def changed(before: Terms, after: Terms, instrument: Instrument) -> str:
    """What differs between two versions, in words."""
    parts = []
    for name in (*names(instrument), "summary", "confidence"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = label_of(Terms._meta.get_field(name))
            parts.append(label if name == "summary" else f"{label}: {formatted(old)} to {formatted(new)}")
    return "; ".join(parts) or "nothing but its sources or note"


def formatted(value: Any) -> str:
    if value is None or value == "":
        return "unknown"
    return f"{value.normalize():,f}" if hasattr(value, "normalize") else str(value)
