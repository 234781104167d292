"""What would be on record of a new deal, in words, with what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument
from portfolio.models import Investment, Program, ProgramTerms, Transaction
from portfolio.positions.figures import program_committed
from portfolio.services import deals
from portfolio.services.handlers.deals import labels_of_new
from record.admin.numbers import dated, formatted
from record.admin.sections import Line
from record.calculations.as_of import AsOf
from record.models import Claim, Recording
from record.services.row_formatting import dollars

from .consequences import stake_lines, standing_of


@dataclass(slots=True)
class Before:
    """What stood before the write: the money of each program, and what was not on record yet."""

    committed: dict[Program, Decimal | None]
    new: list[Any]

    @classmethod
    def of(cls, new: deals.NewDeal, *, at: AsOf) -> "Before":
        programs = dict.fromkeys(award.investment.program for award in new.awards if award.investment.program)
        entities = [one for award in new.awards for one in (award.deal, award.recipient, *award.projects)]
        return cls(
            committed={program: program_committed(program, at=at) for program in programs},
            new=[one for one in _by_identity(entities) if one.pk is None],
        )


def _by_identity(entities: Iterable[Any]) -> Iterable[Any]:
    """Each once: what is not saved has no hash."""
    seen: list[Any] = []
    for one in entities:
        if not any(one is other for other in seen):
            seen.append(one)
    return seen


@dataclass(slots=True)
class AwardPreview:
    """One award: its title, its stake, its totals, every row that would be written."""

    title: str
    stake: list[Line]
    totals: list[Line]
    written: list[Line]


@dataclass(slots=True)
class Preview:
    written: list[Line] = field(default_factory=list)
    awards: list[AwardPreview] = field(default_factory=list)
    programs: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def preview_of(
    new: deals.NewDeal, made: list[Investment], before: Before, *, recording: Recording, at: AsOf, warnings: list[str]
) -> Preview:
    """What the write under `recording` did, before it is rolled back."""
    found = Preview(warnings=warnings)
    for entity in before.new:
        noun = str(entity._meta.verbose_name)
        found.written.append(Line(f"New {noun}", "", f"{entity} [{entity.slug}]"))
        found.written += [Line(*line) for line in labels_of_new(noun, entity)]
    for source in new.sources.values():
        found.written.append(Line("New source", "", f"{source} [{source.slug}]"))
    found.written.append(
        Line("Written as", "", f"recording {recording.serial} by {recording.by_name}: {recording.why}")
    )
    for place, (award, asked) in enumerate(zip(made, new.awards, strict=True), 1):
        label = f"{award.get_instrument_display()} to {award.recipient.name}"
        title = f"Award {place}: {label}" if len(made) > 1 else label
        rows = list(_written(award, asked))
        found.awards.append(AwardPreview(title, stake_lines(award, at=at), standing_of(award, at=at), rows))
    for program, committed in before.committed.items():
        found.programs += _program_lines(program, committed, at=at)
    return found


def _written(award: Investment, asked: deals.NewAward) -> Iterable[Line]:
    """Every row of one award that the write makes, in words."""
    yield Line("Award", "", f"{award.slug}: {Instrument(award.instrument).label} to {award.recipient.name}")
    yield Line("Given by", "", f"{award.agency} / {award.program or 'program not stated'}")
    yield Line("Deal", "", str(award.deal))
    terms = asked.terms
    for column in terms._meta.concrete_fields:
        hidden = column.is_relation or column.name in ("counts_from", "id")
        text = "" if hidden else formatted(column, getattr(terms, column.name))
        if text:
            label = "terms from" if column.name == "effective_on" else str(column.verbose_name)
            yield Line(label[:1].upper() + label[1:], "", text)
    for status in award.statuses.order_by("pk"):
        yield Line("Status", "", f"{status.get_status_display()}, since {dated(status.effective_on)}")
    for reach in award.reaches.select_related("project"):
        yield Line("Project", "", f"{reach.project} ({reach.get_basis_display()})")
    for entry in Transaction.objects.filter(investment=award).order_by("number"):
        yield Line(
            "Ledger", "", f"{entry.get_kind_display()} of {dollars(entry.amount)}, {dated(entry.effective_on)}",
            f"entry {entry.reference} as it stands now",
        )  # fmt: skip
    for claim in Claim.objects.of(award).order_by("pk"):
        yield Line("Another source says", "", f"{claim}: {claim.citation}")
    payments = "all known" if award.ledger_is_complete else "not all known: what has no entry is unknown, and not 0"
    yield Line("Payments so far", "", payments)
    yield Line("Sources", "", asked.citation.text if asked.citation else "none")


def _program_lines(program: Program, before: Decimal | None, *, at: AsOf) -> list[Line]:
    """The program's committed total, and its headroom where it has a ceiling, before and after."""
    after = program_committed(program, at=at)
    lines = [Line(f"Committed under {program.code}", dollars(before), dollars(after), "as the ledger shows it")]
    terms = ProgramTerms.objects.filter(program=program).at(at).last()
    ceiling = terms.ceiling if terms else None
    if ceiling is None or before is None or after is None:
        note = "no ceiling of the program is on record as a number"
        return [*lines, Line("Program's headroom", "unknown", "unknown", note)]
    left = (dollars(ceiling - before), dollars(ceiling - after))
    return [*lines, Line("Program's headroom", *left, f"ceiling {dollars(ceiling)}")]
