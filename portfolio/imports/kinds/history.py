"""A history: entries that bring the companies and awards they speak of, all under one recording.

Each row is one entry of an award that is named by its identifier, or by its recipient, program and instrument. What is
not on record yet is made from the first row that names it. A payment or an obligation of an award without stated
commitments brings those that it implies, marked as derived.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from portfolio.calculations.endings import ENDINGS
from portfolio.calculations.filter_match import folded
from portfolio.calculations.kinds import Instrument, Status
from portfolio.calculations.terms_rules import UNSIGNED
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row, Rows, Wanted
from portfolio.imports.write import (
    RowRefused,
    Writing,
    choice,
    kept,
    naming,
    refused,
    refused_columns,
    telling,
)
from portfolio.models import Agency, Deal, Investment, InvestmentStatus, Program, Terms
from portfolio.reports.base import Column, Type
from portfolio.services import investments
from projects.calculations.names import bare_name
from projects.models import Company
from record.services import entities, facts, slugs
from record.services.timing import require_past

from .companies import OURS, company_of, put_on_record, told
from .companies import WANTED as COMPANY
from .history_implied import implied_by, tell
from .history_named import as_named, as_on_record
from .investment_names import number_of, program_of
from .transactions import BESIDE, TransactionKind, named_by

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


HELD = {"slug": "investment", "closed_on": "status_on", "announced_on": "status_on", "name": "deal_name"}
"""Columns of an award, its deal, terms and status → those of the file, where they are called otherwise."""


@dataclass(slots=True)
class Desk:
    """What one file has put on record so far."""

    awards: dict[tuple, Investment] = field(default_factory=dict)
    made: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    stated: dict[str, tuple[InvestmentStatus, Row]] = field(default_factory=dict)
    """The identifier of each award that the file brings → its status, and the row that gives it."""


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
            if row.left_out:
                good.append(row)
                continue
            try:
                award = self._award(row, desk, writing)
            except RowRefused as error:
                with telling(row):
                    raise error
                named_by(row, writing)
                wrong[row.number] = refused(row, row["company_name"] or row["company"], *row.refused)
                continue
            row.values["investment"] = award.slug
            news[row.number] = desk.made.pop(award.slug, [])
            good.append(row)
        writing.named(Investment, related=("agency", "program")).add({one.slug: one for one in desk.awards.values()})
        implied = implied_by(good, writing.named(Investment), at=writing.at)
        asked = [*implied.first, *good, *implied.last]
        row_outcomes = self.entries.apply(replace(rows, rows=asked), writing)
        own = slice(len(implied.first), len(implied.first) + len(good))
        described = {row_outcome.row: row_outcome for row_outcome in row_outcomes[own]} | wrong
        if not any(one.becomes is Becomes.REFUSED for one in (*row_outcomes, *wrong.values())):
            described |= _unsettled(desk, writing)
        of_others = [*zip(asked, row_outcomes, strict=True)]
        for row, row_outcome in of_others[: own.start] + of_others[own.stop :]:
            tell(described[row.number], row_outcome)
        for number, changes in news.items():
            if changes and described[number].becomes is not Becomes.REFUSED:
                described[number].changes[:0] = changes
                described[number].becomes = Becomes.NEW
        return [described[row.number] for row in rows.rows]

    def _award(self, row: Row, desk: Desk, writing: Writing) -> Investment:
        """The award of a row; made, with all that it needs, when the row is the first to name it."""
        named = writing.named(Investment, related=("agency", "program"))
        with telling(row), naming("", {}, row):
            require_past("status_on", row["status_on"], writing.today, what="Write it when it has happened.")
        if row["investment"] in named:
            return as_named(named[row["investment"]], row, writing)
        agency = kept(row, lambda: writing.look_up(Agency, "agency", row["agency"], by="code"))
        program = kept(row, lambda: program_of(row, writing))
        if agency is not None:
            kept(row, lambda: writing.require_right("program", row["program"], agency, program))
        instrument = kept(row, lambda: choice(Instrument, row, "instrument"))
        found = kept(row, lambda: _company(row, writing))
        kept(row, lambda: choice(Status, row, "status") if row["status"] else None)
        kept(row, lambda: _deal(row, writing))
        if agency is None or instrument is None or found is None or not BESIDE.issuperset(refused_columns(row)):
            raise RowRefused.of(row.refused)
        company, is_new = found
        key = (
            (row["investment"].casefold(),)
            if row["investment"]
            else (company.slug, program and program.pk, instrument, agency.pk)
        )
        if key in desk.awards:
            _require_said_once(desk.awards[key], row, desk)
            return as_on_record(desk.awards[key], row)
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
                return as_on_record(known[0], row)
        award = self._new(row, company, agency, program, instrument, desk, writing)
        desk.awards[key] = award
        made = told(row, company, is_new=is_new)
        desk.made[award.slug] = [*made, ("new investment", "", award.slug)]
        return as_on_record(award, row)

    def _new(
        self,
        row: Row,
        company: Company,
        agency: Agency,
        program: Program | None,
        instrument: Instrument,
        desk: Desk,
        writing: Writing,
    ) -> Investment:
        recording = writing.recording
        slug = row["investment"] or slugs.free_slug(
            Investment, company.slug, (program or agency).slug, instrument.value, recording=recording
        )
        citation = kept(row, lambda: writing.cite("sources", row["sources"]))
        on = row["status_on"] or row["effective_on"]
        with naming(slug, HELD | ({} if row["deal_name"] else {"name": "investment"}), row):
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
                **number_of(row["award_number"], instrument),
                recipient=company,
                issuer=company if instrument.family.holds_shares else None,
            )
            investments.create(award, recording=recording)
            status = choice(Status, row, "status") if row["status"] else Status.CLOSED
            days = {"announced_on" if status in UNSIGNED else "closed_on": on}
            terms = Terms(investment=award, effective_on=on, citation=citation, **days)
            investments.record(terms, recording=recording, today=writing.today)
            stated = InvestmentStatus(investment=award, status=status, effective_on=on, citation=citation)
            if status in ENDINGS:
                stated.note = facts.explained("", row["reason"])
            investments.record(stated, recording=recording, today=writing.today, is_settled_later=True)
            desk.stated[slug] = (stated, row)
        return award


def _require_said_once(award: Investment, row: Row, desk: Desk) -> None:
    """Raises RowRefused where a row above gives an award that the file brings another status, or another day of it."""
    if award.slug not in desk.stated:
        return
    _, first = desk.stated[award.slug]
    with telling(row):
        RowRefused.raise_all(
            (name, str(row[name]), f"Row {first.number} says {first[name] or 'nothing'} of {award.slug}. Keep one.")
            for name in ("status", "status_on")
            if row[name] and folded(str(row[name])) != folded(str(first[name] or ""))
        )


def _unsettled(desk: Desk, writing: Writing) -> dict[int, RowOutcome]:
    """By its row, each award that the file brings as ended while what it says of its ledger leaves something."""
    found: dict[int, RowOutcome] = {}
    for stated, row in desk.stated.values():
        try:
            with naming(stated.investment.slug, {"warning_reason": "reason"}, row):
                investments.require_settled(stated, recording=writing.recording, today=writing.today)
        except RowRefused as error:
            found[row.number] = refused(row, stated.investment.slug, *error.places)
    return found


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
        company.citation = kept(row, lambda: writing.cite("sources", row["sources"]))
        with naming(company.name, OURS | {"hq_state": "company_state", "country": "company_country"}, row):
            entities.create(company, recording=writing.recording)
        put_on_record(company, writing)
    return company, is_new
