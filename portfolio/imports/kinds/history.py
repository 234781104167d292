"""A history: entries that bring the companies and awards they speak of, all under one recording.

Each row is one entry of an award that is named by its identifier, or by its recipient, program and instrument. What is
not on record yet is made from the first row that names it. A payment that no commitment or obligation in the file
covers brings those that it implies, marked as derived.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument, Status
from portfolio.calculations.kinds import Kind as EntryKind
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row, Rows, Wanted
from portfolio.imports.write import RowRefused, Writing, choice, naming, refused
from portfolio.models import Agency, Deal, Investment, InvestmentStatus, Program, Terms
from portfolio.reports.base import Column, Type
from portfolio.services import investments
from projects.calculations.names import bare_name
from projects.models import Company
from record.services import entities, slugs

from .companies import OURS, company_of, put_on_record, told
from .companies import WANTED as COMPANY
from .transactions import TransactionKind

OWN = (
    Wanted(Column("agency", "Agency", "Code of the agency."), is_required=True),
    Wanted(Column("program", "Program", "Code of the program.")),
    Wanted(Column("company", "Company", "Identifier of the recipient, where it is on record.")),
    *COMPANY,
    Wanted(Column("company_state", "State", "Headquarters of a new company.")),
    Wanted(Column("company_country", "Country", "ISO 3166 code of a new company.")),
    Wanted(Column("instrument", "Instrument", "The form of the award."), is_required=True),
    Wanted(Column("deal_name", "Deal", "What was announced together; empty: the award by itself.")),
    Wanted(Column("status", "Status", "How far a new award is; empty: closed.")),
    Wanted(Column("status_on", "Status since", "Empty: the day of its first entry.", Type.PARTIAL_DATE)),
)


@dataclass(slots=True)
class Desk:
    """What one file has put on record so far."""

    awards: dict[tuple, Investment] = field(default_factory=dict)
    made: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class HistoryKind:
    name: str = "history"
    title: str = "History of a program: companies, investments and entries in one go"
    may_be_wide: bool = False
    entries: TransactionKind = field(default_factory=TransactionKind)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        own = {one.name for one in OWN}
        taken = (one for one in self.entries.wanted if one.name not in own)
        return (*(replace(one, shown_only=False) if one.name == "investment" else one for one in taken), *OWN)

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        desk = Desk()
        wrong: dict[int, RowOutcome] = {}
        news: dict[int, list[tuple[str, str, str]]] = {}
        good = []
        for row in rows.rows:
            if row.refused or row.left_out:
                good.append(row)
                continue
            try:
                award = self._award(row, desk, writing)
            except RowRefused as error:
                wrong[row.number] = refused(row, row["company_name"] or row["company"], error.place)
                continue
            row.values["investment"] = award.slug
            news[row.number] = desk.made.pop(award.slug, [])
            good.append(row)
        writing.named(Investment, related=("agency", "program")).add({one.slug: one for one in desk.awards.values()})
        implied = _implied(good, writing.named(Investment))
        row_outcomes = self.entries.apply(replace(rows, rows=[*implied, *good]), writing)
        described = {row_outcome.row: row_outcome for row_outcome in row_outcomes[len(implied) :]} | wrong
        for place, row_outcome in enumerate(row_outcomes[: len(implied)]):
            _tell(described[implied[place].number], row_outcome)
        for number, changes in news.items():
            if changes and described[number].becomes is not Becomes.REFUSED:
                described[number].changes[:0] = changes
                described[number].becomes = Becomes.NEW
        return [described[row.number] for row in rows.rows]

    def _award(self, row: Row, desk: Desk, writing: Writing) -> Investment:
        """The award of a row; made, with all that it needs, when the row is the first to name it."""
        named = writing.named(Investment, related=("agency", "program"))
        if row["investment"] in named:
            return named[row["investment"]]
        agency = writing.look_up(Agency, "agency", row["agency"], by="code")
        program = writing.look_up(Program, "program", row["program"], by="code") if row["program"] else None
        writing.require_right("program", row["program"], agency, program)
        instrument = choice(Instrument, row, "instrument")
        company, is_new = _company(row, writing)
        key = (
            (row["investment"].casefold(),)
            if row["investment"]
            else (company.slug, program and program.pk, instrument, agency.pk)
        )
        if key in desk.awards:
            return desk.awards[key]
        if not row["investment"]:
            known = [
                one
                for one in named.values()
                if (one.recipient_id, one.program_id, one.instrument, one.agency_id)
                == (company.pk, program and program.pk, instrument.value, agency.pk)
            ]
            if len(known) > 1:
                raise RowRefused("investment", "", f"{', '.join(one.slug for one in known)} may be meant. Name one.")
            if known:
                desk.awards[key] = known[0]
                return known[0]
        award = self._new(row, company, agency, program, instrument, writing)
        desk.awards[key] = award
        made = told(row, company, is_new=is_new)
        desk.made[award.slug] = [*made, ("new investment", "", award.slug)]
        return award

    def _new(
        self,
        row: Row,
        company: Company,
        agency: Agency,
        program: Program | None,
        instrument: Instrument,
        writing: Writing,
    ) -> Investment:
        recording = writing.recording
        slug = row["investment"] or slugs.free_slug(
            Investment, company.slug, (program or agency).slug, instrument.value, recording=recording
        )
        citation = writing.cite("sources", row["sources"])
        on = row["status_on"] or row["effective_on"]
        with naming(slug, {"slug": "investment"}):
            deal = _deal(row, writing)
            if deal is None:
                name = slugs.free_slug(Deal, slug, recording=recording)
                deal = Deal(slug=name, name=row["deal_name"] or slug, citation=citation)
                entities.create(deal, recording=recording)
                writing.named(Deal)[deal.slug] = deal
            award = Investment(
                slug=slug,
                deal=deal,
                agency=agency,
                program=program,
                instrument=instrument,
                recipient=company,
                issuer=company if instrument.family.holds_shares else None,
            )
            investments.create(award, recording=recording)
            terms = Terms(investment=award, closed_on=on, effective_on=on, citation=citation)
            investments.record(terms, recording=recording, today=writing.today)
            status = choice(Status, row, "status") if row["status"] else Status.CLOSED
            stated = InvestmentStatus(investment=award, status=status, effective_on=on, citation=citation)
            investments.record(stated, recording=recording, today=writing.today)
        return award


def _deal(row: Row, writing: Writing) -> Deal | None:
    """The deal of that name, on record or of a row above: what bears one name was announced together."""
    name = bare_name(row["deal_name"])
    same = [one for one in writing.named(Deal).values() if bare_name(one.name) == name] if name else []
    if len(same) > 1:
        slugs_of_them = ", ".join(one.slug for one in same)
        raise RowRefused("deal_name", row["deal_name"], f"{slugs_of_them} bear this name. Record the award by a form.")
    return same[0] if same else None


def _company(row: Row, writing: Writing) -> tuple[Company, bool]:
    """The company of a row, on record, and whether the row is the first to name it."""
    company, is_new = company_of(row, writing)
    if is_new:
        company.hq_state, company.country = row["company_state"], row["company_country"]
        company.citation = writing.cite("sources", row["sources"])
        with naming(company.name, OURS | {"hq_state": "company_state", "country": "company_country"}):
            entities.create(company, recording=writing.recording)
        put_on_record(company, writing)
    return company, is_new


def _implied(rows: list[Row], awards: dict[str, Investment]) -> list[Row]:
    """For each payment of an award without obligations in the file: the commitment and the obligation it implies."""
    by_award: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not (row.refused or row.left_out):
            by_award[row["investment"]].append(row)
    implied = []
    for slug, award_rows in by_award.items():
        kinds = {row["kind"] for row in award_rows}
        for row in award_rows:
            if row["kind"] != EntryKind.DISBURSEMENT or not row["amount_usd"]:
                continue
            wanted = [EntryKind.COMMITMENT]
            if not Instrument(awards[slug].instrument).family.is_lending:
                wanted.append(EntryKind.OBLIGATION)
            implied += [_derived(row, kind) for kind in wanted if kind.value not in kinds]
    return implied


def _derived(row: Row, kind: EntryKind) -> Row:
    empty: dict[str, Any] = {"shares": None, "shares_received": None, "reverses": "", "transaction": ""}
    empty |= {"source_key": "", "source_version_on": None, "change_code": None, "same_as": ""}
    said = {"kind": kind.value, "derived": True, "note": f"Implied by the payment of {_formatted(row['amount_usd'])}"}
    return Row(row.number, {**row.values, **empty, **said})


def _formatted(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _tell(row_outcome: RowOutcome, implied: RowOutcome) -> None:
    """Show with a row what it implies."""
    if implied.becomes is Becomes.REFUSED:
        row_outcome.becomes, row_outcome.changes = Becomes.REFUSED, list(implied.changes)
    elif implied.becomes is Becomes.NEW and row_outcome.becomes is Becomes.NEW:
        kind = next(after for column, _, after in implied.changes if column == "kind")
        row_outcome.changes.append(("implied", "", f"{kind}, derived"))
