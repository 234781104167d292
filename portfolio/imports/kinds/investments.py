"""Awards: new ones with their company, deal, terms and status; what a file says otherwise of known ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portfolio.calculations.kinds import Instrument, Status
from portfolio.imports.row_outcomes import NO_SOURCE, Becomes, RowOutcome
from portfolio.imports.rows import PROGRESS_EVERY, Row, Rows, Wanted
from portfolio.imports.write import (
    RowRefused,
    Writing,
    choice,
    kept,
    left_out,
    naming,
    refused,
    refused_columns,
    require_told,
    telling,
)
from portfolio.models import Deal, Investment, InvestmentProject, InvestmentStatus, Terms
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.reports import investments as report
from portfolio.services import deals, endings, investments
from portfolio.services.identity import KnownAwards, deal_questions
from projects.models import Company
from record.services import facts
from record.services.wording import NEEDED

from .award_parts import award_wholes
from .awards import read_award_number
from .companies import company_of, named_company, put_on_record, told
from .entry_columns import ANOTHER
from .investment_columns import EXTRA, FIELDS, OWN_DEAL, READ, REQUIRED, SPELLERS, TERMS
from .investment_names import agency_of, deal_of, number_of, program_of, projects_of, require_called_so, spell


@dataclass(frozen=True)
class InvestmentKind:
    name: str = "investments"
    title: str = "Investments"
    may_be_wide: bool = False
    wanted: tuple[Wanted, ...] = (
        *(
            Wanted(
                column,
                is_required=column.name in REQUIRED,
                shown_only=column.name not in READ,
                read=read_award_number if column.name == "award_number" else None,
            )
            for column in report.COLUMNS
        ),
        *EXTRA,
    )

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        lines = on_record_at(writing.at)
        known = {line.slug: line for line in lines if not line.is_withdrawn}
        seen: dict[str, int] = {}
        wholes = award_wholes(rows.rows, known, writing)
        row_outcomes = []
        for done, row in enumerate(rows.rows):
            if done % PROGRESS_EVERY == 0:
                writing.say(100 * done // len(rows.rows), f"comparing row {row.number:,} with the record")
            spell(row, writing)
            slug = row["investment"]
            if row.left_out:
                row_outcomes.append(left_out(row, slug))
                continue
            try:
                if slug and slug in seen:
                    raise RowRefused("investment", slug, f"Row {seen[slug]} speaks of it already. Keep one row.")
                seen[slug] = row.number
                with telling(row):
                    if row.number in wholes:
                        raise wholes[row.number]
                line = known.get(slug)
                row_outcome = self._change(row, line, rows, writing) if line else self._new(row, writing)
                require_told(row)
            except RowRefused as error:
                told = [place for place in error.places if place[0] not in refused_columns(row)]
                row_outcome = refused(row, slug, *row.refused, *told)
            row_outcomes.append(row_outcome)
        return row_outcomes

    def _new(self, row: Row, writing: Writing) -> RowOutcome:
        """Put an award on record with all that the row says; what it names is looked up first, all of it."""
        instrument = kept(row, lambda: choice(Instrument, row, "instrument"))
        status = kept(row, lambda: choice(Status, row, "status"))
        agency = kept(row, lambda: agency_of(row, writing))
        program = kept(row, lambda: program_of(row, writing))
        found = kept(row, lambda: company_of(row, writing))
        deal = kept(row, lambda: deal_of(row, writing))
        issuer = kept(row, lambda: writing.look_up(Company, "issuer", row["issuer"]) if row["issuer"] else None)
        projects = kept(row, lambda: projects_of(row, writing))
        citation = kept(row, lambda: writing.cite("sources", row["sources"]))
        if agency is not None:
            kept(row, lambda: writing.require_right("program", row["program"], agency, program))
        terms = Terms(note=facts.explained("", row["reason"]), **{ours: row[column] for column, ours in TERMS.items()})
        if instrument is None or status is None or agency is None or found is None or deal is None:
            with telling(row), naming(row["investment"], FIELDS, row):
                investments.check_terms(terms, writing.today, but=("recording", "investment"))
            raise RowRefused.of(row.refused)
        company, is_new = found
        award = Investment(
            slug=row["investment"],
            deal=deal,
            agency=agency,
            office=row["office"],
            program=program,
            instrument=instrument,
            issuer=issuer,
            **number_of(row["award_number"], instrument),
        )
        new = deals.NewAward(
            deal=deal,
            recipient=company,
            investment=award,
            terms=terms,
            status=status,
            status_on=row["status_on"],
            projects=projects or [],
            citation=citation,
        )
        award.recipient = company
        with telling(row):
            if row["leaves_rest"]:
                step = "Of a new award nothing is taken back. Leave this empty."
                raise RowRefused("leaves_rest", row["leaves_rest"], step)
        with telling(row):
            self._ask(award, new.terms, row, writing)
        with telling(row), naming(row["investment"], FIELDS | ({} if row["deal"] else OWN_DEAL), row):
            deals.record(new, recording=writing.recording, today=writing.today)
        require_told(row)
        for model, entity in ((Deal, award.deal), (Investment, award)):
            writing.named(model)[entity.slug] = entity
        known_awards(writing).add(award, new.terms)
        if is_new:
            put_on_record(award.recipient, writing)
        made = told(row, company, is_new=is_new)
        said = {name for name, *_ in made}
        described = [
            (name, "", _formatted(name, row[name])) for name in READ if row[name] not in (None, "") and name not in said
        ]
        why = "" if citation else NO_SOURCE
        return RowOutcome(row.number, Becomes.NEW, row["investment"], [*made, *described], why)

    def _ask(self, award: Investment, terms: Terms | None, row: Row, writing: Writing) -> None:
        """Raises RowRefused for an award or a deal that is like one on record, until it is said to be another."""
        if row["same_as"] == ANOTHER:
            return
        if row["same_as"]:
            step = f'Write "{ANOTHER}" or nothing. The award that is meant stands in the column investment.'
            raise RowRefused("same_as", row["same_as"], step)
        if asked := known_awards(writing).questions(award, terms):
            step = f'Write its identifier in the column investment, or "{ANOTHER}" in the column same_as.'
            raise RowRefused("same_as", row["same_as"], f"{asked[0]} {step}")
        is_new = award.deal.slug not in writing.named(Deal) and row["deal_name"]
        if asked := deal_questions(award.deal, writing.named(Deal).values()) if is_new else []:
            step = f'Write its identifier in the column deal, or "{ANOTHER}" in the column same_as.'
            raise RowRefused("deal_name", row["deal_name"], f"{asked[0]} {step}")

    def _change(self, row: Row, line: InvestmentAt, rows: Rows, writing: Writing) -> RowOutcome:
        """Record what the row says otherwise than the record: labels, a status, a version of the terms, projects."""
        if line.stated_status is None:
            raise RowRefused("investment", line.slug, "Its status begins later. Correct it on its page.")
        deal = row["deal"] if row["deal"] in writing.named(Deal) else line.deal.slug
        with telling(row):
            require_called_so(writing.named(Deal)[deal], row)
        given = rows.given | named_company(row, writing)
        stands = {column.name: column.value(line) for column in report.COLUMNS if column.name in READ}
        changes = [
            (name, _formatted(name, stands[name]), _formatted(name, row[name]))
            for name in READ
            if name in given - refused_columns(row) and _formatted(name, stands[name]) != _formatted(name, row[name])
        ]
        if row["leaves_rest"] and not (line.has_ended or "status" in {name for name, *_ in changes}):
            step = "The row ends no award. Write how it ended in the column status, or leave this empty."
            raise RowRefused("leaves_rest", row["leaves_rest"], step)
        if not changes:
            return RowOutcome(row.number, Becomes.SAME, line.slug)
        names = {name for name, *_ in changes}
        writing.require_right("investment", line.slug, line.agency, line.program)
        with telling(row):
            if "instrument" in names:
                if not row["instrument"]:
                    raise RowRefused("instrument", "", NEEDED)
                stated = stands["instrument"]
                step = f"It is on record with {stated}, which stays. Record another award."
                raise RowRefused("instrument", row["instrument"], step)
        with telling(row):
            self._relabel(row, line, names, writing)
        with telling(row):
            self._restate(row, line, names, writing)
        return RowOutcome(row.number, Becomes.CHANGED, line.slug, changes)

    def _relabel(self, row: Row, line: InvestmentAt, names: set[str], writing: Writing) -> None:
        values: dict[str, Any] = {}
        looked_up: tuple[tuple[str, str, Callable[[], Any]], ...] = (
            ("agency", "agency", lambda: agency_of(row, writing)),
            ("deal", "deal", lambda: writing.look_up(Deal, "deal", row["deal"])),
            ("company", "recipient", lambda: writing.look_up(Company, "company", row["company"])),
            ("issuer", "issuer", lambda: row["issuer"] and writing.look_up(Company, "issuer", row["issuer"]) or None),
            ("program", "program", lambda: program_of(row, writing)),
            ("office", "office", lambda: row["office"]),
        )
        for name, label, look_up in looked_up:
            with telling(row):
                if name in names:
                    values[label] = look_up()
        if "award_number" in names:
            values |= number_of(row["award_number"], line.instrument)
        if names & {"agency", "program"}:
            agency, program = values.get("agency", line.agency), values.get("program", line.program)
            writing.require_right("agency", agency.code, agency, program)
        if values:
            self._ask_labels(line, values, row, writing)
            award = Investment.objects.get(pk=line.investment.pk)
            with naming(line.slug, FIELDS, row):
                investments.relabel(award, values, recording=writing.recording)

    def _ask_labels(self, line: InvestmentAt, values: dict[str, Any], row: Row, writing: Writing) -> None:
        """Raises RowRefused for labels by which the award is like another one, until it is said to be another."""
        numbers = {name: values[name] for name in ("fain", "piid") if name in values}
        moved = {name: values.get(name, getattr(line, name)) for name in ("recipient", "agency")}
        terms = line.terms if moved.keys() & values.keys() else None
        if numbers or terms:
            like = Investment(slug=line.slug, deal=line.deal, instrument=line.instrument.value, **moved, **numbers)
            self._ask(like, terms, row, writing)

    def _restate(self, row: Row, line: InvestmentAt, names: set[str], writing: Writing) -> None:
        cited = None
        with telling(row):
            cited = writing.cite("sources", row["sources"]) if "sources" in names or writing.sources else None
        record = investments.record
        stood = line.stated_status
        status = kept(row, lambda: choice(Status, row, "status") if "status" in names else line.status)
        if stood is not None and status is not None and names & {"status", "status_on"}:
            on = row["status_on"] if "status_on" in names else stood.effective_on
            citation = cited or stood.citation
            own = stood.note if status is line.status else ""
            note = facts.explained(facts.unexplained(own), row["reason"]) if row["reason"] else own
            fact = InvestmentStatus(
                investment=line.investment, status=status, effective_on=on, citation=citation, note=note
            )
            state = record if status is line.status else endings.state
            with telling(row), naming(line.slug, FIELDS | {"effective_on": "status_on"}, row):
                endings.say_why_rest_stays(fact, row["leaves_rest"])
                state(fact, recording=writing.recording, today=writing.today)
        if names & (set(TERMS) | {"sources"}):
            terms = _copy(line.terms, line.investment)
            for column in names & set(TERMS):
                setattr(terms, TERMS[column], row[column])
            at, issuer = writing.at, line.investment.issuer
            before = investments.unusual(line.terms, issuer, at=at) if line.terms else []
            is_as_before = investments.unusual(terms, issuer, at=at) == before
            own = terms.note if is_as_before else facts.unexplained(terms.note)
            terms.note = facts.explained(own, row["reason"])
            if cited or "sources" in names:
                terms.citation = cited
            with telling(row), naming(line.slug, FIELDS, row):
                record(terms, recording=writing.recording, today=writing.today)
        if "projects" in names:
            reached = {project.slug for project in line.projects}
            wanted = projects_of(row, writing)
            if gone := reached - {project.slug for project in wanted}:
                raise RowRefused(
                    "projects", row["projects"], f"The award reaches {min(gone)} too. End that on its page first."
                )
            for project in wanted:
                if project.slug not in reached:
                    reach = InvestmentProject(
                        investment=line.investment, project=project, basis="stated", citation=cited,
                        effective_on=line.terms.effective_on if line.terms else None,
                    )  # fmt: skip
                    record(reach, recording=writing.recording, today=writing.today)


def _formatted(name: str, value: Any) -> str:
    return "" if value in (None, "") else SPELLERS[name](value)


def known_awards(writing: Writing) -> KnownAwards:
    """The awards on record and of the rows above, by number and by amount."""
    held = writing.remembered.setdefault("awards", {})
    if "known" not in held:
        held["known"] = KnownAwards()
        for line in on_record_at(writing.at):
            line.investment.deal = line.deal
            line.investment.recipient, line.investment.agency = line.recipient, line.agency
            held["known"].add(line.investment, line.terms)
    return held["known"]


def _copy(terms: Terms | None, investment: Investment) -> Terms:
    """A further version that says the same, to be changed."""
    copied = [one for one in Terms._meta.concrete_fields if one.name not in ("id", "recording", "counts_from")]
    said = {one.attname: getattr(terms, one.attname) for one in copied} if terms else {"investment": investment}
    return Terms(**said)
