"""An ending is asked about where the ledger contradicts it, and what follows one: by every way in."""

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Investment, InvestmentStatus, Transaction
from record.models import Proposal, Source
from tests.cast import Cast, entry, record_entries
from tests.desk import add_page, page, sign_in, words
from tests.portfolio.imports.conftest import becomes, put, show

pytestmark = pytest.mark.django_db

LOAN = "saltwash-doe-loan"
HEAD = "investment,status,status_on{}\n"
REASON = " Give the reason, or correct it."


@pytest.fixture
def drawn(cast: Cast) -> Investment:
    """The loan of 100 million, 35 million of it drawn and 10 million repaid: 25 million are owed."""
    award = cast.investments[LOAN]
    record_entries([entry(award, Kind.REPAYMENT, "2026-05-01", "10000000")])
    return award


def typed(status: str, on: str, **more: str) -> dict[str, str]:
    source = str(Source.objects.get(slug="cast1").pk)
    return {"status": status, "effective_on": on, "note": "", "sources": source, "why": "a test", **more}


def owed(amount: str, on: str) -> str:
    return f"It is Repaid while ${amount} is outstanding on {on}."


def test_the_form_asks_what_is_outstanding_on_that_day(drawn: Investment, cast: Cast, office_of_one) -> None:
    officer, form = sign_in(cast.people["officer"]), add_page(InvestmentStatus, investment=drawn)
    assert owed("25,000,000.00", "2026-06-20") in words(officer.post(form, typed("repaid", "2026-06-20")))
    # On 2 April nothing had been repaid; of a month its last day is asked.
    assert owed("35,000,000.00", "2026-04-30") in words(officer.post(form, typed("repaid", "2026-04")))
    answer = officer.post(form, typed("repaid", "2026-06-20", warning_reason="The claim was sold."))
    assert answer.status_code == 302, words(answer)
    stated = InvestmentStatus.objects.latest("pk")
    assert (stated.status, stated.note) == ("repaid", "Unusual, and why: The claim was sold.")


def test_a_file_asks_the_same(drawn: Investment) -> None:
    (outcome,) = show("investments", HEAD.format("") + f"{LOAN},repaid,2026-06-20\n").row_outcomes
    assert outcome.changes == [("reason", "", owed("25,000,000.00", "2026-06-20") + REASON)]
    reasoned = HEAD.format(",reason") + f"{LOAN},repaid,2026-06-20,the claim was sold\n"
    assert becomes(show("investments", reasoned)) == [Becomes.CHANGED]
    record_entries([entry(drawn, Kind.REPAYMENT, "2026-06-20", "25000000")])
    assert becomes(show("investments", HEAD.format("") + f"{LOAN},repaid,2026-06-20\n")) == [Becomes.CHANGED]


def test_why_what_is_left_stays_and_why_it_is_unusual_are_two_columns(drawn: Investment) -> None:
    """65 of 100 million were not drawn: a file takes them back, unless it says why they stay."""
    both = HEAD.format(",reason,leaves_rest") + f"{LOAN},repaid,2026-06-20,the claim was sold,a court decides\n"
    put("investments", both)
    stated = drawn.statuses.latest("pk")
    assert stated.note == "Unusual, and why: the claim was sold\nWhat is left stays, because: a court decides"
    assert not Transaction.objects.filter(investment=drawn, kind="decommitment").exists()


def test_why_what_is_left_stays_is_of_an_ending_only(cast: Cast) -> None:
    (outcome,) = show("investments", HEAD.format(",leaves_rest") + f"{LOAN},disbursing,2026-06-20,x\n").row_outcomes
    assert outcome.changes == [("leaves_rest", "x", "Disbursing is no ending. Leave this empty.")]
    (outcome,) = show("investments", f"investment,leaves_rest\n{LOAN},x\n").row_outcomes
    told = "The row ends no award. Write how it ended in the column status, or leave this empty."
    assert outcome.changes == [("leaves_rest", "x", told)]
    ended = HEAD.format(",leaves_rest") + f"{LOAN},terminated,2026-06-20,x\n"
    put("investments", ended)
    assert becomes(show("investments", ended)) == [Becomes.SAME]


def test_what_follows_an_ending_is_asked_by_form_file_and_list(drawn: Investment, cast: Cast, office_of_one) -> None:
    put("investments", HEAD.format("") + f"{LOAN},terminated,2026-06-01\n")
    asked = "It ended: Terminated since 2026-06-01. Disbursing comes before an ending."
    officer, form = sign_in(cast.people["officer"]), add_page(InvestmentStatus, investment=drawn)
    assert asked in words(officer.post(form, typed("disbursing", "2026-06-10")))
    (outcome,) = show("investments", HEAD.format("") + f"{LOAN},disbursing,2026-06-10\n").row_outcomes
    assert outcome.changes == [("reason", "", asked + REASON)]
    several = f"/admin/change-together/?model=portfolio.Investment&rows={drawn.pk}&field=status"
    sent = {"value": "disbursing", "effective_on": "2026-06-10", "ticked": [str(drawn.pk)], "why": "a test"}
    sent["sources"] = str(Source.objects.get(slug="cast1").pk)
    assert f"{LOAN}: {asked}" in words(officer.post(several, sent))
    assert officer.post(several, sent | {"warning_reason": "It was revived."}).status_code == 302
    assert drawn.statuses.latest("pk").note == "Unusual, and why: It was revived."


def test_an_ending_before_what_is_on_record_is_asked(cast: Cast) -> None:
    (outcome,) = show("investments", HEAD.format("") + f"{LOAN},lapsed,2024-01-01\n").row_outcomes
    asked = "Lapsed is an ending, but Announced since 2025-07-10 comes after it."
    assert outcome.changes == [("reason", "", asked + REASON)]


def test_what_was_terminated_may_be_repaid_later(drawn: Investment) -> None:
    put("investments", HEAD.format("") + f"{LOAN},terminated,2026-06-01\n")
    record_entries([entry(drawn, Kind.REPAYMENT, "2026-06-15", "25000000")])
    assert becomes(show("investments", HEAD.format("") + f"{LOAN},repaid,2026-06-15\n")) == [Becomes.CHANGED]


def test_an_ending_of_several_takes_back_what_is_left_of_each(cast: Cast) -> None:
    """10 committed, 8 obligated and 3 paid of the grant, 100 committed of the loan, 35 of it drawn."""
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    loan, grant = cast.investments[LOAN], cast.investments["palisade-doe-grant"]
    several = f"/admin/change-together/?model=portfolio.Investment&rows={loan.pk},{grant.pk}&field=status"
    sent = {"value": "terminated", "effective_on": "2026-06-20", "ticked": [str(loan.pk), str(grant.pk)]}
    sent |= {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a test"}
    assert first.post(several, sent).status_code == 302
    proposal = Proposal.objects.get()
    assert ["palisade-doe-grant: Deobligation of what is left", "", "$5,000,000.00"] in proposal.shown["fields"], (
        proposal.shown["fields"]
    )
    second.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash})
    back = Transaction.objects.filter(kind__in=["decommitment", "deobligation"]).order_by("number")
    assert {(one.investment.slug, one.kind, int(one.amount)) for one in back} == {
        ("palisade-doe-grant", "deobligation", 5_000_000),
        ("palisade-doe-grant", "decommitment", 7_000_000),
        (LOAN, "decommitment", 65_000_000),
    }


def sent(client, address: str) -> dict[str, str]:
    """What a browser sends of the form of a change as it opens."""
    context = client.get(address).context
    fields = [field for form in (context["head"], *context["changed"]) for field in form]
    return {field.html_name: str(field.value()) for field in fields if field.value() not in (None, "")}


def test_a_change_of_a_deal_asks_after_its_entries_and_takes_back_what_is_left(
    drawn: Investment, cast: Cast, office_of_one
) -> None:
    """25 million are owed; with 25 million repaid in the same change nothing is asked, and 65 million go back."""
    officer, address = sign_in(cast.people["officer"]), f"/admin/change-a-deal/?deal={drawn.deal.slug}"
    own = sent(officer, address) | {"why": "a test", "a1-sources": "cast1", "_save": "1"}
    own |= {"a1-status": "repaid", "a1-status_on": "2026-06-20"}
    assert owed("25,000,000.00", "2026-06-20") in words(officer.post(address, own))
    assert drawn.statuses.latest("pk").status == "closed"
    repaid = {"a1-entry_1_kind": "repayment", "a1-entry_1_on": "2026-06-20", "a1-entry_1_amount": "25000000"}
    looked = {name: text for name, text in own.items() if name != "_save"} | repaid | {"_preview": "1"}
    shown = words(officer.post(address, looked))
    assert "What is left goes back" in shown, shown
    answer = officer.post(address, own | repaid)
    assert answer.status_code == 302, words(answer)
    assert drawn.statuses.latest("pk").status == "repaid"
    back = Transaction.objects.get(investment=drawn, kind="decommitment")
    assert back.amount == 65_000_000


def test_a_change_of_a_deal_says_why_what_is_left_stays(drawn: Investment, cast: Cast, office_of_one) -> None:
    officer, address = sign_in(cast.people["officer"]), f"/admin/change-a-deal/?deal={drawn.deal.slug}"
    own = sent(officer, address) | {"why": "a test", "a1-sources": "cast1", "_save": "1"}
    own |= {"a1-status": "terminated", "a1-status_on": "2026-06-20", "a1-leaves_rest": "a court decides"}
    answer = officer.post(address, own)
    assert answer.status_code == 302, words(answer)
    assert drawn.statuses.latest("pk").note == "What is left stays, because: a court decides"
    assert not Transaction.objects.filter(investment=drawn, kind="decommitment").exists()
    disbursing = own | {"a1-status": "disbursing", "why": "again"}
    assert "Disbursing is no ending. Leave this empty." in words(officer.post(address, disbursing))


HISTORY = (
    "agency,program,company_name,instrument,status,kind,amount_usd,effective_on,sources{}\n"
    "DOE,DOE-ATVM,Kestrel,direct_loan,repaid,disbursement,1000000,2020-01-02,cast1{}\n"
)
REPAID = "DOE,DOE-ATVM,Kestrel,direct_loan,,repayment,{},2021-01-02,cast1{}\n"


def test_a_history_asks_after_all_its_entries(cast: Cast) -> None:
    """The status holds since the first entry, on whose day 1,000,000 was outstanding, unless the file says the day."""
    dated = (HISTORY + REPAID.format("1000000", "{}")).replace("status,kind", "status,status_on,kind")
    dated = dated.replace("repaid,disb", "repaid,2021-01-02,disb").replace(",,repayment", ",,,repayment")
    assert becomes(show("history", dated.format("", "", ""))) == [Becomes.NEW, Becomes.NEW]
    short = dated.replace("repayment,1000000", "repayment,400000")
    outcome = show("history", short.format("", "", "")).row_outcomes[0]
    assert outcome.changes == [("reason", "", owed("600,000.00", "2021-01-02") + REASON)]
    reasoned = short.format(",reason", ",the rest was sold", ",")
    assert becomes(show("history", reasoned)) == [Becomes.NEW, Becomes.NEW]


def test_a_new_deal_that_ended_is_asked_after_its_entries(cast: Cast) -> None:
    head = "investment,deal_name,agency,program,company,instrument,status,status_on,announced_usd,closed_on,sources\n"
    row = "kestrel-loan,Kestrel,DOE,DOE-ATVM,palisade,direct_loan,repaid,2026-01-02,5000000,2025-01-02,cast1\n"
    assert becomes(show("investments", head + row)) == [Becomes.NEW]  # none of it is on record as drawn
