"""Deals, investments and their dated facts are written here."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import takewhile
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from portfolio.calculations.balance import balance_of
from portfolio.calculations.endings import SETTLED, order_questions, settled_question
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Family, Instrument, Status
from portfolio.calculations.ledger_rules.messages import one
from portfolio.calculations.terms_rules import closing_question, refusals, warnings
from portfolio.models import (
    DueDate,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    RoundAward,
    SecurityPrice,
    StatedFigure,
    StatedTotal,
    Terms,
)
from portfolio.models.investments import CONDITION_MET, RELIEF
from portfolio.positions.basis import bases_at
from projects.models import Company
from projects.services.plausibility import spelt
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Citation, Fact, LabelChange, Recording
from record.services import entities, facts, same_day
from record.services.timing import SAID, day_of, require_past

from . import rights, tranches, within_award
from .ledger_book import books

HAPPENED = ("announced_on", "signed_on", "closed_on")
"""The days of terms on which something has happened, so that none of them lies ahead."""

DIVIDEND_FORMS = ("cash", "in kind", "paid in kind")

F = TypeVar("F", Terms, InvestmentStatus, InvestmentProject, InvestmentEvent, RoundAward, StatedTotal, DueDate)


def create(investment: Investment, *, recording: Recording) -> Investment:
    """Put a new award on record. Raises PermissionDenied outside the writer's programs, ValidationError when wrong, as
    for a program of another agency.
    """
    rights.require_for(recording, investment)
    require_own_program(investment)
    return entities.create(investment, recording=recording)


STATED = (("investment_id", "figure"), ("amount",))
"""Of which award and figure a stated total is, and the column of its amount: of one day there is one."""
MOVES = frozenset({"agency", "program", "recipient", "issuer", "fain", "piid", "uri", "ledger_is_complete"})
"""Labels by which money and stakes are counted, and whether what has no entry is 0: two persons change them."""


def relabel(
    investment: Investment,
    values: dict[str, Any],
    *,
    recording: Recording,
    effective_on: PartialDate | None = None,
    citation: Citation | None = None,
) -> list[LabelChange]:
    """Change labels of an award, and say what changed.

    Raises PermissionDenied outside the writer's programs, before or after; ValidationError for a program of another
    agency and as `entities.relabel` does.
    """
    rights.require_for(recording, investment)
    changed = entities.relabel(investment, values, recording=recording, effective_on=effective_on, citation=citation)
    require_own_program(investment)
    rights.require_for(recording, investment)
    return changed


def require_own_program(investment: Investment) -> None:
    """Raises ValidationError for a program of another agency than the award's."""
    program = investment.program
    if program is not None and program.agency_id != investment.agency_id:
        agency = investment.agency.code
        raise ValidationError({"program": f"{program.code} belongs to {program.agency.code}, not to {agency}."})


def moves(names: Iterable[str]) -> bool:
    """True where one of these labels of an award waits for a second officer."""
    return bool(MOVES & set(names))


def record(fact: F, *, recording: Recording, today: date | None = None, is_settled_later: bool = False) -> F:
    """Add a fact of an investment: a version of its terms, a status, a project that it reaches, an event, a due date.

    `is_settled_later`: entries follow in the same write, and whoever adds them calls `require_settled` after the last.
    Raises PermissionDenied outside the writer's programs; ValidationError, by field, for what cannot be, and for what
    is unusual without a reason in the note.
    """
    today = today or day_of(recording)
    if isinstance(fact, Terms):
        check_terms(fact, today)
    else:
        is_dated = isinstance(fact, InvestmentStatus | InvestmentEvent)
        facts.check_stated(fact, today, what="Write it when it has happened." if is_dated else SAID)
    rights.require_for(recording, fact.investment)
    if isinstance(fact, Terms):
        if found := refusals(terms_values(fact)):
            raise ValidationError(found)
        require_reason(fact, recording, today)
        fact.counts_from = facts.counts_from(fact.effective_on, fact.citation)
        tranches.require_terms(fact, recording=recording, today=today)
    if isinstance(fact, InvestmentStatus):
        require_status(fact, recording, today, is_settled_later=is_settled_later)
    if isinstance(fact, StatedTotal) and fact.figure == StatedFigure.ALLOWANCE:
        require_loan(fact.investment)
    if isinstance(fact, InvestmentEvent):
        facts.require_reason(fact, event_words(fact, recording))
    if isinstance(fact, within_award.PARTS):
        unlike = within_award.unusual(fact, recording, today)
        facts.require_reason(fact, stated_before(fact, recording) + unlike)
    done = facts.record(fact, recording=recording)
    if isinstance(done, StatedTotal):
        same_day.take(done, *STATED, recording)
    if isinstance(done, within_award.PARTS):
        within_award.take(done, recording)
    return done


def stated_before(fact: Fact, recording: Recording) -> list[str]:
    """That a total of that figure and day is on record; nothing of what is no stated total."""
    return same_day.second_of_the_day(fact, *STATED, recording) if isinstance(fact, StatedTotal) else []


def require_reason(terms: Terms, recording: Recording, today: date) -> None:
    """Raises ValidationError for what is unusual about terms, or contradicts the status, without a reason."""
    at = AsOf(today, recording.moment, recording.reads)
    found = [*unusual(terms, terms.investment.issuer, at=at), *closed_before_signed(terms, recording, at)]
    facts.require_reason(terms, [*found, *dividend_words(terms, recording)])


def dividend_words(terms: Terms, recording: Recording) -> list[str]:
    """That dividends are paid in a form that is none of those known; those in kind accrue shares by that word."""
    return spelt(
        terms, "dividend_form", "form of dividends",
        lambda: {*DIVIDEND_FORMS, *_known_words(Terms, "dividend_form", recording)}, recording=recording,
    )  # fmt: skip


def event_words(event: InvestmentEvent, recording: Recording) -> list[str]:
    """That the kind of an event differs by a slip of the pen from one on record, or from one that something reads."""
    return spelt(
        event, "kind", "kind of event",
        lambda: {CONDITION_MET, *RELIEF, *_known_words(InvestmentEvent, "kind", recording)},
        recording=recording, if_near=True,
    )  # fmt: skip


def _known_words(model: type[Fact], column: str, recording: Recording) -> Iterable[str]:
    known: Any = model._default_manager
    at = AsOf(date.max, recording.moment, recording.reads)
    return known.known(at).order_by().values_list(column, flat=True).distinct()


def require_status(status: InvestmentStatus, recording: Recording, today: date, *, is_settled_later: bool) -> None:
    """Raises ValidationError for a status that contradicts those on record, or the ledger, without a reason."""
    left = [] if is_settled_later else unsettled(status, recording, today)
    facts.require_reason(status, [*out_of_order(status, recording, today), *left])


def out_of_order(status: InvestmentStatus, recording: Recording, today: date) -> list[str]:
    """What is asked of a status beside those on record, and those that this very recording brought before it."""
    award, at = status.investment, AsOf(today, recording.moment, recording.reads)
    rows = InvestmentStatus.objects.filter(investment=award).known(at).order_by("recording_id", "pk")
    known = list(rows) if award.pk > 0 else []  # an award that is only tried has none on record
    tried = reversed(facts.unsaved(InvestmentStatus, recording))  # those of one award are tried one after the other
    known += reversed(list(takewhile(lambda one: one.investment_id == award.pk, tried)))
    known.sort(key=lambda one: one.counts_from)
    day = facts.counts_from(status.effective_on, status.citation)
    before = [(Status(one.status), one.effective_on) for one in known if one.counts_from <= day]
    later = [(Status(one.status), one.effective_on) for one in known if one.counts_from > day]
    return list(
        order_questions(Status(status.status), before=before[-1] if before else None, later=later[0] if later else None)
    )


def require_settled(status: InvestmentStatus, *, recording: Recording, today: date) -> None:
    """Raises ValidationError for an ending by which nothing is left, where the ledger shows something at the end of its
    day and the note gives no reason.
    """
    facts.require_reason(status, unsettled(status, recording, today))


def unsettled(status: InvestmentStatus, recording: Recording, today: date, *, along: Iterable[Entry] = ()) -> list[str]:
    """What is asked of an ending by what the ledger shows, what this very recording brought included, and the entries
    that are written along with it.
    """
    award = status.investment
    if Status(status.status) not in SETTLED:
        return []
    day = min(status.effective_on.end, today) if status.effective_on else today
    entries, terms = list(along), None
    if award.pk:
        at = AsOf(today, recording.moment, recording.reads)
        book = books([award], at=at, dry_run=recording.dry_run)[award.pk]
        entries, terms = [*book.entries, *entries], book.terms
    balance = balance_of([entry for entry in entries if entry.on <= day], terms)
    asked = settled_question(Status(status.status), balance, instrument=Instrument(award.instrument), day=day)
    return [asked] if asked else []


def check_terms(terms: Terms, today: date, *, but: Collection[str] = ("recording",)) -> None:
    """Ask each column of terms by itself, and that what happened has happened. Raises ValidationError with all of it.

    Relations in `but` need not be there yet.
    """
    told = "Write it when it has happened."
    days = [partial(require_past, name, getattr(terms, name), today, what=told) for name in HAPPENED]
    facts.raise_together(lambda: facts.check(terms, but=but), *days)


def require_loan(award: Investment) -> None:
    """Raise ValidationError where an allowance is stated of what is no loan."""
    instrument = Instrument(award.instrument)
    if instrument.family is not Family.LOAN:
        said = f"{award.slug} is {one(instrument.label.lower())}: an allowance is of a loan. Choose another figure."
        raise ValidationError({"figure": said})


def unusual(terms: Terms, issuer: Company | None, *, at: AsOf) -> list[str]:
    """What is unusual about terms and is taken only with a reason; of a strike by the issuer's newest close in USD."""
    close: Decimal | None = None
    if terms.strike_price is not None and issuer is not None and issuer.pk:
        newest = SecurityPrice.objects.filter(company=issuer, currency="USD").at(at).last()
        if newest is not None:
            close = bases_at(at).price(issuer.pk, newest.close, newest.counts_from)
    return warnings(terms_values(terms), close=close)


def closed_before_signed(terms: Terms, recording: Recording, at: AsOf) -> list[str]:
    """What is asked of a closing that these terms are the first to state, where the status contradicts it: the one on
    record, or one that this very recording brought before them.
    """
    award = terms.investment
    if terms.closed_on is None or not award.pk:
        return []
    before = Terms.objects.filter(investment=award).at(at).last()
    if before is not None and before.closed_on == terms.closed_on:
        return []
    own = AsOf(at.as_of, at.known_at, recording.serial)
    stated = InvestmentStatus.objects.filter(investment=award).at(own).last()
    tried = recording.dry_run.of(InvestmentStatus) if recording.dry_run else []
    statuses = [stated, *(one for one in tried if one.investment_id == award.pk)]
    newest = next((one for one in reversed(statuses) if one is not None), None)
    asked = closing_question(terms.closed_on, Status(newest.status) if newest else None, at.as_of)
    return [asked] if asked else []


def terms_values(terms: Terms) -> dict:
    """The terms as a mapping of field to value, as the rules take them."""
    return {field.name: getattr(terms, field.name) for field in Terms._meta.concrete_fields if not field.is_relation}
