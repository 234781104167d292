"""What a file would write, added up while its write still stands: what is seen of it besides its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, Sum

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, InvestmentStatus, Terms, Transaction
from portfolio.services import investments
from projects.models import MilestoneForecast
from projects.models.milestones import StatementKind
from record.calculations.as_of import AsOf
from record.models import Entity, Fact, LabelChange, Recording, Retraction
from record.services.row_formatting import Line, grouped

TOTALS = {"committed": "Committed", "obligated": "Obligated", "disbursed": "Disbursed", "repaid": "Repaid"}
FIGURES = ("amount", "shares")
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Effect:
    """What is written, table by table and kind of entry by kind of entry, and what it does to the awards it touches.

    `waits` is true when something in it would wait for a second officer, were it entered by hand. `places` are the
    agencies and programs, by id, that it writes for. `stake` has the dollars and shares of each kind of entry.
    """

    waits: bool = False
    written: list[Line] = field(default_factory=list)
    stake: list[str] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    places: list[list[int | None]] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Effect":
        return cls(**content)


def effect_of(recording: Recording, *, today: date) -> Effect:
    """What was written under an open recording so far; about fifty questions to the database however many rows."""
    counts = dict(_counts(recording))
    moved = LabelChange.objects.filter(
        recording=recording, table=Investment._meta.db_table, field__in=investments.MOVES
    ).exists()
    reached = MilestoneForecast.objects.filter(recording=recording, kind=StatementKind.ACTUAL).exists()
    touched = _touched(recording)
    places = touched.order_by("agency_id", "program_id").values_list("agency_id", "program_id").distinct()
    return Effect(
        waits=reached or moved or bool(counts.keys() & {Transaction, Terms, InvestmentStatus}),
        written=[[_title(model), "", _count(model, count, recording)] for model, count in counts.items()],
        stake=list(_stake(recording)),
        totals=_totals(recording, today) if Transaction in counts else [],
        places=sorted([*(list(place) for place in places), *_left(recording)], key=lambda one: (one[0], one[1] or 0)),
    )


def _counts(recording: Recording) -> Iterator[tuple[type, int]]:
    for model in apps.get_models():
        if issubclass(model, Fact | Retraction):
            count = model.objects.filter(recording=recording).count()
        elif issubclass(model, Entity):
            count = model.objects.filter(created_in=recording).count()
        else:
            continue
        if count:
            yield model, count


def _title(model: type) -> str:
    name = str(model._meta.verbose_name_plural)
    return f"New {name}" if issubclass(model, Entity) else name[:1].upper() + name[1:]


def _count(model: type, count: int, recording: Recording) -> str:
    """How many; of new entities, by name as well."""
    if not issubclass(model, Entity):
        return f"{count:,}"
    rows = model.objects.filter(created_in=recording).order_by("slug")[:MOST_NAMED]
    named = "; ".join(f"{getattr(row, 'name', '') or row.slug} [{row.slug}]" for row in rows)
    return f"{count:,}: {named}{'; ...' if count > MOST_NAMED else ''}"


def _touched(recording: Recording) -> Any:
    """The awards of which something was written."""
    found = Investment.objects.filter(recording=recording)
    for model in apps.get_models():
        if issubclass(model, Fact) and any(one.name == "investment" for one in model._meta.concrete_fields):
            own = model.objects.filter(recording=recording, investment__isnull=False)
            found = found | Investment.objects.filter(pk__in=own.order_by().values("investment"))
    relabelled = LabelChange.objects.filter(recording=recording, table=Investment._meta.db_table)
    return found | Investment.objects.filter(pk__in=relabelled.values("entity_id"))


def _left(recording: Recording) -> list[list[int | None]]:
    """The agencies and programs that awards leave: who decides is assigned to these as well."""
    changes = LabelChange.objects.filter(
        recording=recording, table=Investment._meta.db_table, field__in=("agency", "program")
    )
    before: dict[int, dict[str, str]] = {}
    for change in changes:
        before.setdefault(change.entity_id, {})[change.field] = change.before
    places = []
    for award in Investment.objects.filter(pk__in=before).order_by("pk"):
        agency = before[award.pk].get("agency", str(award.agency_id))
        program = before[award.pk].get("program", str(award.program_id or ""))
        places.append([int(agency), int(program) if program else None])
    return places


def _stake(recording: Recording) -> Iterator[str]:
    """The entries of each kind, as in: 2 × disbursement, $3,000,000.00. Kinds are never added to each other."""
    rows = Transaction.objects.filter(recording=recording).order_by("kind").values_list("kind")
    for kind, count, known, amount, shares in rows.annotate(Count("number"), Count("amount"), *map(Sum, FIGURES)):
        of = f" (known for {known:,} of {count:,})" if known < count else ""
        parts = [f"${grouped(amount, 2)}{of}"] if amount is not None else []
        parts += [f"{grouped(shares, 6)} shares"] if shares is not None else []
        yield f"{count:,} × {Kind(kind).label.lower()}, {' and '.join(parts)}"


def _totals(recording: Recording, today: date) -> list[Line]:
    """What the ledgers of the awards with new entries add up to, before and after."""
    awards = Transaction.objects.filter(recording=recording).order_by().values("investment")
    sums = []
    for serial in (recording.serial - 1, recording.serial):
        rows = Transaction.objects.filter(investment__in=awards).at(AsOf(today, recording.moment, serial))
        balances = rows.balances_by_investment().values()
        sums.append({name: sum(getattr(balance, name) for balance in balances) for name in TOTALS})
    before, after = sums
    return [
        [label, grouped(before[name], 2), grouped(after[name], 2)]
        for name, label in TOTALS.items()
        if before[name] or after[name]
    ]
