"""What a file would write, or wrote, added up: what is seen of it besides its rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from portfolio.calculations.balance import balance_of
from portfolio.calculations.kinds import Kind
from portfolio.models import CorporateAction, Investment, InvestmentStatus, Terms, Transaction
from portfolio.services import investments
from projects.models import MilestoneForecast
from projects.models.milestones import StatementKind
from record.calculations.as_of import AsOf
from record.models import Entity, Fact, LabelChange, Recording, Retraction
from record.services.row_formatting import Line, dollars, grouped

TOTALS = {
    "committed": "Committed",
    "obligated": "Obligated",
    "disbursed": "Disbursed",
    "repaid": "Repaid",
    "returned": "Came back by recoveries and sales",
}
HOLDINGS = {"shares": "Shares or rights of", "shares_received": "Shares received for"}
MOST_NAMED = 100

Written = dict[type, list[Any]]
"""The new rows of one recording, table by table."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is written, table by table and kind of entry by kind of entry, and what it does to the awards it touches.

    `waits` is true when something in it would wait for a second officer, were it entered by hand. `places` are the
    agencies and programs, by id, that it writes for; `awards` those on record, by id, of which it writes. `stake` has
    the dollars and shares of each kind of entry.
    """

    waits: bool = False
    written: list[Line] = field(default_factory=list)
    stake: list[str] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    places: list[list[int | None]] = field(default_factory=list)
    awards: list[int] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Effect":
        return cls(**content)


def effect_of(recording: Recording, *, today: date) -> Effect:
    """What a recording wrote, or what a dry run would write; the same of both for the same rows."""
    written = rows_of(recording)
    moved = any(one.field in investments.MOVES for one in _relabelled(written))
    reached = any(one.kind == StatementKind.ACTUAL for one in written.get(MilestoneForecast, []))
    entries = written.get(Transaction, [])
    return Effect(
        waits=reached or moved or bool(written.keys() & {Transaction, Terms, InvestmentStatus, CorporateAction}),
        written=[[_title(model), "", _count(model, rows)] for model, rows in written.items()],
        stake=list(_stake(entries)),
        totals=_totals(entries, AsOf(today, recording.moment, recording.serial - 1)) if entries else [],
        places=_places(written),
        awards=sorted((_touched(written) | {one.entity_id for one in _relabelled(written)}) - _new(written)),
    )


def rows_of(recording: Recording) -> Written:
    """The new entities, facts and retractions, of the tables that have any."""
    found: Written = {}
    for model in apps.get_models():
        if not issubclass(model, Fact | Retraction | Entity):
            continue
        if recording.dry_run is not None:
            rows = recording.dry_run.of(model)
        else:
            name = "created_in" if issubclass(model, Entity) else "recording"
            rows = list(model._default_manager.filter(**{name: recording}))
        if rows:
            found[model] = rows
    return found


def _title(model: type) -> str:
    name = str(model._meta.verbose_name_plural)
    return f"New {name}" if issubclass(model, Entity) else name[:1].upper() + name[1:]


def _count(model: type, rows: list[Any]) -> str:
    """How many; of new entities, by name as well."""
    if not issubclass(model, Entity):
        return f"{len(rows):,}"
    first = sorted(rows, key=lambda row: row.slug)[:MOST_NAMED]
    named = "; ".join(f"{getattr(row, 'name', '') or row.slug} [{row.slug}]" for row in first)
    return f"{len(rows):,}: {named}{'; ...' if len(rows) > MOST_NAMED else ''}"


def _relabelled(written: Written) -> list[LabelChange]:
    """The changes of awards' labels."""
    return [one for one in written.get(LabelChange, []) if one.table == Investment._meta.db_table]


def _touched(written: Written) -> set[int]:
    """The awards of which facts are written."""
    return {
        row.investment_id
        for model, rows in written.items()
        if issubclass(model, Fact) and any(one.name == "investment" for one in model._meta.concrete_fields)
        for row in rows
        if row.investment_id is not None
    }


def _new(written: Written) -> set[int]:
    return {one.pk for one in written.get(Investment, [])}


def _places(written: Written) -> list[list[int | None]]:
    """Agency and program of every award of which something is written; of one that moves, before and after."""
    awards = {one.pk: (one.agency_id, one.program_id) for one in written.get(Investment, [])}
    touched = _touched(written)
    moves: dict[int, dict[str, LabelChange]] = defaultdict(dict)
    for change in _relabelled(written):
        moves[change.entity_id][change.field] = change
    known = Investment.objects.filter(pk__in=(touched | moves.keys()) - awards.keys())
    awards |= {pk: (agency, program) for pk, agency, program in known.values_list("pk", "agency_id", "program_id")}
    places = {place for award, place in awards.items() if not moves[award].keys() & {"agency", "program"}}
    for award, changes in moves.items():
        for side in ("before", "after"):
            agency, program = awards[award]
            if "agency" in changes:
                agency = int(getattr(changes["agency"], side))
            if "program" in changes:
                program = int(text) if (text := getattr(changes["program"], side)) else None
            places.add((agency, program))
    return [list(place) for place in sorted(places, key=lambda place: (place[0], place[1] or 0))]


def _stake(entries: Iterable[Transaction]) -> Iterator[str]:
    """The entries of each kind, as in: 2 × disbursement, $3,000,000.00. Kinds are never added to each other."""
    by_kind: dict[str, list[Transaction]] = defaultdict(list)
    for entry in entries:
        by_kind[Kind(entry.kind).value].append(entry)
    for kind, same in sorted(by_kind.items()):
        amounts = [entry.amount for entry in same if entry.amount is not None]
        shares = [entry.shares for entry in same if entry.shares is not None]
        of = f" (known for {len(amounts):,} of {len(same):,})" if len(amounts) < len(same) else ""
        parts = [f"{dollars(sum(amounts, Decimal(0)))}{of}"] if amounts else []
        parts += [f"{grouped(sum(shares, Decimal(0)), 6)} shares"] if shares else []
        yield f"{len(same):,} × {Kind(kind).label.lower()}, {' and '.join(parts)}"


def _totals(new: list[Transaction], before: AsOf) -> list[Line]:
    """What the ledgers of the awards with new entries add up to, before and after; shares award by award."""
    awards = {entry.investment_id for entry in new}
    stood = Transaction.objects.filter(investment__in=awards).at(before).entries_by_investment()
    added = defaultdict(list)
    for entry in new:
        if entry.counts_from <= before.as_of:
            added[entry.investment_id].append(entry.entry)
    sums = {name: [Decimal(0), Decimal(0)] for name in TOTALS}
    held: dict[tuple[int, str], list[str]] = {}
    for award in awards:
        entries = stood.get(award, [])
        # In the order of `at`: by the day from which each counts, then as recorded.
        after = sorted([*entries, *added[award]], key=lambda entry: entry.on)
        balances = balance_of(entries), balance_of(after)
        for name in HOLDINGS:
            if getattr(balances[0], name) != getattr(balances[1], name):
                figures = (getattr(one, name) if one.shares_are_known else None for one in balances)
                held[award, name] = [grouped(figure, 6) for figure in figures]
        for place, balance in enumerate(balances):
            for name in TOTALS:
                sums[name][place] += getattr(balance, name)
    totals = [[label, *(dollars(figure) for figure in sums[name])] for name, label in TOTALS.items() if any(sums[name])]
    return [*totals, *_holdings(held, new)]


def _holdings(held: dict[tuple[int, str], list[str]], new: list[Transaction]) -> list[Line]:
    """The shares or rights of each award that they change for, before and after. Securities are never added up."""
    awards = {award for award, _ in held}
    names = dict(Investment.objects.filter(pk__in=awards).values_list("pk", "slug")) if held else {}
    for entry in new:
        if entry.investment_id in awards and entry.investment_id not in names:
            names[entry.investment_id] = entry.investment.slug
    first = sorted(held, key=lambda one: (names[one[0]], one[1]))[:MOST_NAMED]
    return [[f"{HOLDINGS[name]} {names[award]}", *held[award, name]] for award, name in first]
