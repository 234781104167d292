"""A proposal is one sentence in words, the same on its page, on desks, in lists, letters and search."""

from decimal import Decimal

import pytest
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.services.handlers import chains
from portfolio.services.handlers.sentences import MOST_NAMED, VERBS
from record.models import Proposal
from record.services import approvals
from record.services.approval_handlers import HANDLERS
from tests.cast import TODAY, Cast, day, now, writing
from tests.desk import page, sign_in, words
from tests.portfolio.proposals_of_each_kind import PAYLOADS, told_more

pytestmark = pytest.mark.django_db
LOAN = "the DOE direct loan to Saltwash Lithium"
SENTENCES = {
    "entry": f"Pay $1 on {LOAN}",
    "chain": f"Pay $1 on {LOAN}",
    "reversal": f"Reverse the disbursement of $15M on {LOAN}",
    "correction": f"Correct the disbursement of $15M on {LOAN} to $1",
    "terms": f"Change the terms of {LOAN}: principal, capitalised interest, amount as stated and 3 more",
    "status": f"Set {LOAN} to Terminated from 2026-05-15",
    "ending": f"Set {LOAN} to Terminated from 2026-05-15: $55M of it goes back",
    "completion": 'Record that "Power on" of Saltwash clay happened on 2026-05-15',
    "tranche": f'Release the tranche "Second draw" ($30M) of {LOAN}',
    "tranche_size": f'Change the tranche "Second draw" ($30M) of {LOAN}: amount',
    "progress": 'Record that "Power on" of Saltwash clay happened',
    "retraction": f"Retract the terms of {LOAN} from 2025-08-01",
    "deal": "Record the DOE grant to Saltwash Lithium, closed",
    "deal_change": f"Change the deal A loan to Saltwash: {LOAN} with 1 new award",
    "withdrawal": f"Withdraw {LOAN}, recorded by mistake",
    "takeback": "Take back recording 2: the cast is set",
    "move": f"Move {LOAN} to agency DOW - Department of War and program DOW-OSC - Office of Strategic Capital",
    "awards": "Set the status of 2 awards to Repaid",
    "companymerge": "Merge Salt Wash into Saltwash Lithium (SWL)",
    "projectmerge": "Merge Clay into Saltwash clay",
    "action": "Record the split of Palisade Magnetics (PLM), 2 for 1, on 2026-06-01",
    "import": "Write the file p.csv: 0 rows of Security prices",
    "undo": "Undo the file p.csv",
    "labels": "Set the state of 1 project to Nevada",
}


def test_every_registered_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == set(HANDLERS) == set(PAYLOADS)


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_a_proposal_of_each_kind_says_what_it_would_do(cast: Cast, kind: str) -> None:
    payload = PAYLOADS[kind][0](told_more(cast))
    assert HANDLERS[kind].sentence(payload, now()) == SENTENCES[kind]


def test_every_kind_of_ledger_entry_has_its_verb() -> None:
    assert set(VERBS) == set(Kind)
    assert all(verb.count("{}") == 1 for verb in VERBS.values())


def entry(cast: Cast, kind: Kind, amount: int) -> Transaction:
    award = cast.investments["palisade-doe-grant"]
    return Transaction(investment=award, kind=kind.value, amount=Decimal(amount), effective_on=day("2026-06-01"))


def test_a_chain_says_each_of_its_entries_and_of_many_how_many(cast: Cast) -> None:
    rows = [entry(cast, kind, 100_000_000) for kind in (Kind.COMMITMENT, Kind.OBLIGATION, Kind.DISBURSEMENT)]
    told = HANDLERS["chain"].sentence(chains.payload_of(rows), now())
    assert told == "Commit $100M, obligate $100M and pay $100M on the DOE grant to Palisade Magnetics"
    many = rows + rows[: MOST_NAMED - 2]
    told = HANDLERS["chain"].sentence(chains.payload_of(many), now())
    assert told == "Record 4 entries on the DOE grant to Palisade Magnetics"


def paid(cast: Cast) -> Proposal:
    with writing(cast.people["officer"]) as recording:
        row = entry(cast, Kind.DISBURSEMENT, 2_000_000)
        row.citation = cast.citation
        return approvals.propose_row("entry", row, recording=recording, today=TODAY)


def test_pages_desks_lists_and_search_say_the_same_sentence(cast: Cast) -> None:
    one, desk = paid(cast), sign_in(cast.people["officer2"])
    sentence = "Pay $2M on the DOE grant to Palisade Magnetics"
    assert (one.sentence, str(one)) == (sentence, sentence)
    assert f"<h1>{sentence}</h1>" in desk.get(page(one)).content.decode()
    for address in (
        reverse("portfolio:desk"),
        reverse("admin:waiting_for_me"),
        reverse("admin:record_proposal_changelist"),
        reverse("admin:index"),
        reverse("portfolio:investment", args=["palisade-doe-grant"]),
        f"{reverse('portfolio:search')}?q=pay+palisade",
    ):
        assert sentence in words(desk.get(address)), address


def test_an_amended_proposal_says_what_it_would_do_now(cast: Cast) -> None:
    one = paid(cast)
    payload = {**one.payload, "row": {**one.payload["row"], "amount": "3000000.00"}}
    with writing(cast.people["officer"]) as recording:
        amended = approvals.amend(one, payload, recording=recording, today=TODAY)
    assert amended.sentence == "Pay $3M on the DOE grant to Palisade Magnetics"
    assert sign_in(cast.people["officer2"]).get(page(one)).context["title"] == amended.sentence
