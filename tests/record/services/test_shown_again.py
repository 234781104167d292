"""What another decision does to a proposal that waits: nothing, or it is shown again, or it lapses."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portfolio.calculations.kinds import Status
from portfolio.models import Deal, Investment, Terms, Transaction
from portfolio.services import investments
from portfolio.services.handlers.moves import payload_of
from projects.models import Milestone, MilestoneForecast
from record.models import Decision, Proposal, ProposalVersion
from record.services import approvals, entities, facts, sources
from record.services.row_formatting import format_value
from tests.cast import TODAY, day, entry, record_entries, writing
from tests.desk import page, sign_in, words


def propose(kind, payload, by):
    with writing(by, "as the gazette says") as recording:
        return approvals.propose(kind, payload, recording=recording, today=TODAY)


def approve(proposal, by):
    newest = Proposal.objects.as_worded().get(pk=proposal.pk)
    return approvals.approve(newest, by=by, shown_hash=newest.shown_hash, today=TODAY)


def terms_of(loan, amount, on="2026-05-01", **more):
    row = Terms(
        investment=loan, announced_amount=Decimal(amount), principal=Decimal(90_000_000), confidence="high",
        capitalised_interest=Decimal(10_000_000), effective_on=day(on), **more,
    )  # fmt: skip
    return {"row": format_value(row), "sources": "cast1"}


def move_of(cast, by):
    """The loan of 100 million moves from the loans to the grants of the Department of Energy."""
    award = cast.investments["saltwash-doe-loan"]
    return propose("move", payload_of(award, {"program": cast.programs["DOE-MESC"]}, sources="cast1"), by)


@pytest.fixture
def loan(cast):
    return cast.investments["saltwash-doe-loan"]


def test_other_dollars_show_a_proposal_again_and_it_waits_on(cast, loan, officer, officer2):
    move = move_of(cast, officer)
    assert move.amount == Decimal(100_000_000)
    approve(propose("terms", terms_of(loan, "110000000"), officer), officer2)
    again = Proposal.objects.undecided().get()
    assert (again.pk, again.amount) == (move.pk, Decimal(110_000_000))
    assert again.shown_again.startswith(
        "Dollars at stake were shown as $100,000,000.00 and are $110,000,000.00; since then terms saltwash-doe-loan"
    )
    with pytest.raises(ValidationError, match="What you saw is not what"):
        approvals.approve(move, by=officer2, shown_hash=move.shown_hash, today=TODAY)
    assert approve(again, officer2).outcome == "approved"
    assert Investment.objects.get(pk=loan.pk).program == cast.programs["DOE-MESC"]


def test_what_moved_without_a_decision_is_found_at_the_approval(cast, loan, officer, officer2):
    move = move_of(cast, officer)
    with writing(officer2) as recording:
        row = Terms(
            investment=loan, announced_amount=Decimal(110_000_000), principal=Decimal(90_000_000), confidence="high",
            effective_on=day("2026-05-01"), citation=cast.citation,
        )  # fmt: skip
        investments.record(row, recording=recording, today=TODAY)
    with pytest.raises(approvals.ShownAgain, match=r"Nothing was written: Dollars at stake .* It is shown again"):
        approve(move, officer2)
    assert not Decision.objects.exists()
    assert Investment.objects.get(pk=loan.pk).program == cast.programs["DOE-ATVM"]
    version = ProposalVersion.objects.get()
    assert (version.recording.by, version.is_amended) == (officer2, False)
    assert approve(move, officer2).outcome == "approved"


def test_the_mark_stands_on_the_page_in_the_list_on_the_desk_and_where_several_are_chosen(
    cast, loan, officer, officer2
):
    move = move_of(cast, officer)
    approve(propose("terms", terms_of(loan, "110000000"), officer), officer2)
    client, mark = sign_in(officer2), "Dollars at stake were shown as $100,000,000.00 and are $110,000,000.00"
    for address in (page(move), "/admin/record/proposal/", "/admin/waiting/", "/desk/"):
        assert mark in words(client.get(address)), address
    assert "At stake $110,000,000" in words(client.get(page(move)))


def test_two_deals_under_one_program_stand_though_each_moves_what_is_committed_there(cast, officer, officer2):
    from portfolio.services import deals
    from portfolio.services.handlers.deals import payload_of as deal_of

    def deal(name):
        new = deals.NewAward(
            deal=Deal(slug=name, name=name.title()), recipient=cast.companies["palisade"],
            investment=Investment(
                slug=f"{name}-grant", agency=cast.agencies["DOE"], program=cast.programs["DOE-MESC"],
                instrument="grant",
            ),
            terms=Terms(announced_amount=Decimal(5_000_000), announced_on=day("2026-02-01"), confidence="high"),
            status=Status.ANNOUNCED, status_on=day("2026-02-01"), projects=[cast.projects["palisade-magnets"]],
            citation=cast.citation,
        )  # fmt: skip
        return propose("deal", deal_of(deals.NewDeal(awards=[new])), officer)

    first, second = deal("first"), deal("second")
    assert [approve(one, officer2).outcome for one in (first, second)] == ["approved", "approved"]


def test_who_changes_the_same_field_makes_the_other_lapse_at_once(cast, loan, officer, officer2):
    first = propose("terms", terms_of(loan, "110000000"), officer)
    second = propose("terms", terms_of(loan, "120000000", on="2026-05-02"), officer)
    approve(first, officer2)
    lapsed = Decision.objects.get(proposal=second)
    assert lapsed.outcome == "lapsed"
    assert lapsed.note == (
        "Somebody changed the same since: Amount as stated was shown as $100,000,000.00 to $120,000,000.00 and is "
        "$110,000,000.00 to $120,000,000.00. Propose it anew."
    )


def test_an_entry_that_the_balance_refuses_waits(cast, officer, officer2):
    grant = cast.investments["palisade-doe-grant"]

    def pay(amount):
        row = Transaction(investment=grant, kind="disbursement", amount=Decimal(amount), effective_on=day("2026-01-15"))
        return propose("entry", {"row": format_value(row), "sources": "cast1"}, officer)

    first, second = pay("5000000"), pay("4000000")
    approve(first, officer2)
    with pytest.raises(ValidationError, match="would disburse"):
        approve(second, officer2)
    assert list(Proposal.objects.undecided()) == [second]


def test_a_completion_is_shown_again_where_another_forecast_was_stated_since(cast, officer, officer2):
    with writing() as recording:
        opens = Milestone(slug="opens", project=cast.projects["saltwash-clay"], name="opens", kind="commissioning")
        milestone = entities.create(opens, recording=recording)
        sources.add_source(
            recording=recording, slug="photo", publisher="Saltwash", title="Opening", address="https://example.org/o"
        )
        sources.cite(["photo"])
    row = MilestoneForecast(
        milestone=milestone, kind="actual", forecast_on=day("2026-05-02"), effective_on=day("2026-05-03")
    )
    proposal = propose("completion", {"row": format_value(row), "sources": "photo"}, officer)
    with writing(officer2) as recording:
        forecast = MilestoneForecast(
            milestone=milestone, kind="forecast", forecast_on=day("2026-09-01"), effective_on=day("2026-04-01"),
            citation=cast.citation,
        )  # fmt: skip
        facts.record_by_service(forecast, recording=recording, today=TODAY)
    with pytest.raises(approvals.ShownAgain, match="Kind was shown as empty to actual and is forecast to actual"):
        approve(proposal, officer2)
    assert approve(proposal, officer2).outcome == "approved"


def test_what_was_taken_back_by_another_lapses(cast, officer, officer2):
    grant = cast.investments["palisade-doe-grant"]
    status, paid = grant.statuses.order_by("-pk")[0], Transaction.objects.get(investment=grant, kind="disbursement")
    retraction = {"model": "portfolio.InvestmentStatus", "pk": status.pk}
    alike = [propose("retraction", retraction | {"reason": reason}, officer) for reason in ("too early", "early")]
    both = [propose("reversal", {"number": paid.number, "reason": reason}, officer) for reason in ("twice", "2x")]
    for first, second in (alike, both):
        approve(first, officer2)
        assert Decision.objects.get(proposal=second).outcome == "lapsed"
    assert "was retracted by officer in recording" in Decision.objects.get(proposal=alike[1]).note
    assert Decision.objects.get(proposal=both[1]).note == f"{paid.reference} was reversed since, by T000011."


def test_the_database_refuses_an_approval_of_another_wording(cast, officer, officer2):
    grant = cast.investments["palisade-doe-grant"]
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(1_000_000), effective_on=day("2026-01-15"))
    proposal = propose("entry", {"row": format_value(row), "sources": "cast1"}, officer)
    with writing(officer, "the invoice") as written:
        pass
    with (
        writing(officer2) as recording,
        pytest.raises(IntegrityError, match="an approval is of the newest wording"),
        transaction.atomic(),
    ):
        Decision.objects.create(
            proposal=proposal, outcome="approved", proposed_by=officer, decided_by=officer2, written=written,
            shown_hash="0" * 64, counts_from=TODAY, recording=recording,
        )  # fmt: skip


def test_what_is_decided_has_no_further_wording(cast, officer, officer2):
    grant = cast.investments["palisade-doe-grant"]
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(1_000_000), effective_on=day("2026-01-15"))
    proposal = propose("entry", {"row": format_value(row), "sources": "cast1"}, officer)
    approve(proposal, officer2)
    record_entries([entry(grant, "disbursement", "2026-02-01", "500000")], by=officer2)
    columns = {name: getattr(proposal, name) for name in ("subject", "payload", "shown", "base_serial", "base_hash")}
    with writing(officer) as recording, pytest.raises(IntegrityError, match="no further version"), transaction.atomic():
        ProposalVersion.objects.create(
            proposal=proposal, is_amended=True, proposed_by=officer, note="later", counts_from=TODAY,
            recording=recording, **columns,
        )  # fmt: skip
