"""Each kind of proposal that touches an award has that award's program for its owner."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from portfolio.models import (
    ProgramAuthority,
)
from portfolio.positions.decisions_due import DecisionDue, decisions_due_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.positions.proposal_owners import owners_of
from portfolio.services.handlers import moves
from record.models import Proposal
from record.services import approvals, facts
from record.services.approval_handlers import HANDLERS, Payload
from record.services.wordings import touched
from tests.cast import Cast, day, now, writing
from tests.portfolio.proposals_of_each_kind import EQUITY, LOAN, PAYLOADS, told_more


@pytest.fixture
def book(cast: Cast) -> Cast:
    return told_more(cast)


def test_every_registered_kind_is_asked():
    assert set(PAYLOADS) == set(HANDLERS)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_proposal_has_the_programs_of_the_awards_that_it_touches(book, kind):
    payload_of, expected = PAYLOADS[kind]
    handler, payload = HANDLERS[kind], payload_of(book)
    about = handler.about(payload)
    proposal = Proposal(
        pk=1, kind=kind, payload={**payload, **handler.scope(payload)}, touches=touched(handler.entities(payload)),
        table=about._meta.db_table if about else "", entity_id=about.pk if about else None,
    )  # fmt: skip
    owners = owners_of([proposal], investments_at(now()))[1]
    assert sorted(program.code for _, program in owners) == sorted(expected)


def authority_of(book: Cast) -> ProgramAuthority:
    with writing() as recording:
        authority = ProgramAuthority(agency=book.agencies["DOE"], program=book.programs[LOAN], kind="loan_ceiling",
                                     amount=Decimal(1), confidence="high")  # fmt: skip
        return facts.record(authority, recording=recording)


PLACED: dict[str, tuple[str, Callable[[ProgramAuthority], Payload]]] = {
    "retracted": ("retraction", lambda one: {"model": "portfolio.programauthority", "pk": one.pk, "reason": "wrong"}),
    "taken back": ("takeback", lambda one: {"serial": one.recording_id, "reason": "wrong"}),
    "renamed": (
        "labels",
        lambda one: {"model": "portfolio.program", "field": "name", "value": "Loans", "effective_on": "",
                     "rows": [one.program_id]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACED)
def test_what_is_of_a_program_and_of_no_award_has_that_program(book, name):
    """An authority, and a name, of the program: it leads to no award, and is on the list of the program."""
    kind, payload_of = PLACED[name]
    payload, handler = payload_of(authority_of(book)), HANDLERS[kind]
    about = handler.about(payload)
    proposal = Proposal(
        pk=1, kind=kind, payload={**payload, **handler.scope(payload)}, touches=touched(handler.entities(payload)),
        table=about._meta.db_table if about else "", entity_id=about.pk if about else None,
    )  # fmt: skip
    assert [program.code for _, program in owners_of([proposal], investments_at(now()))[1]] == [LOAN]


def proposed(book: Cast, kind: str, payload: Payload) -> DecisionDue:
    """The line of a proposal a week after it was made."""
    with writing(book.people["officer"]) as recording:
        approvals.propose(kind, payload, recording=recording, today=date(2026, 6, 22))
    return decisions_due_at(now())[-1]


def test_a_merge_waits_for_the_programs_of_both_names_and_is_found_by_each(book):
    one = proposed(book, "companymerge", PAYLOADS["companymerge"][0](book))
    assert (one.owner, one.agency.code) == (LOAN, "DOE")
    assert len(decisions_due_at(now(), Filters(program=LOAN))) == 1
    assert decisions_due_at(now(), Filters(program=EQUITY)) == []


def test_what_is_of_several_programs_names_all_of_them_and_no_one_agency(book):
    move = moves.payload_of(
        book.investments["saltwash-doe-loan"], {"agency": book.agencies["DOW"], "program": book.programs[EQUITY]},
        effective_on=day("2026-06-01"), sources="cast1",
    )  # fmt: skip
    one = proposed(book, "move", move)
    assert (one.owner, one.agency) == ("DOE-ATVM; DOW-OSC", None)
    for program in (LOAN, EQUITY):
        assert len(decisions_due_at(now(), Filters(program=program))) == 1
    assert decisions_due_at(now(), Filters(agency="DOE", program=EQUITY)) == []
