"""USAspending's own figures of awards on record: proposed, approved by a second officer, and proposed once."""

import io
import json
import zipfile
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.feeds.stopped import FeedStopped
from portfolio.imports import workflow
from portfolio.imports.preview import read, write
from portfolio.imports.saved import mapping_of
from portfolio.models import AgencyAward, EntryVersion, FeedAnswer, Import, ImportState, Match, Transaction
from portfolio.services import feeds, imports
from record.models import Proposal, Recording, Source
from tests.cast import now, writing
from tests.desk import approve_what_waits, sign_in
from tests.desk import page as page_of
from tests.portfolio.feeds.conftest import label
from tests.portfolio.feeds.usaspending import (
    AWARD,
    FIRST,
    SEARCH,
    SECOND,
    TRANSACTIONS,
    award,
    found,
    page,
    searched,
    transaction,
)

pytestmark = pytest.mark.long


def test_totals_and_transactions_are_proposed_and_nothing_is_on_record_yet(grant, fetch):
    told = fetch("usaspending-awards")
    assert Proposal.objects.filter(decision=None).count() == 2
    assert not AgencyAward.objects.exists()
    assert not Transaction.objects.filter(investment=grant, effective_on="2026-01-15").exists()
    assert "awards: A second officer decides" in told
    assert "DE-EE0010001: A second officer decides" in told


def test_what_a_second_officer_approves_is_on_record_with_the_answer_as_its_source(grant, fetch, office):
    fetch("usaspending-awards")
    approve_what_waits(office.people["officer2"])
    said = AgencyAward.objects.get()
    assert (said.origin, said.award_number) == ("USAspending assistance", "DE-EE0010001")
    assert (said.obligated, said.disbursed) == (Decimal("9000000.00"), Decimal("3000000.00"))
    assert (str(said.effective_on), said.recipient_name) == ("2026-05-20", "PALISADE MAGNETICS")
    new = Transaction.objects.filter(investment=grant).order_by("-number")[:2]
    assert [(one.kind, str(one.effective_on), one.amount) for one in reversed(new)] == [
        (Kind.OBLIGATION, "2026-01-15", Decimal("1000000.00")),
        (Kind.DEOBLIGATION, "2026-05-20", Decimal("250000.50")),
    ]
    source = new[0].citation.sources.get()
    answer = FeedAnswer.objects.get(part="DE-EE0010001")
    assert source.publisher == "USAspending.gov"
    assert source.file_sha256 == answer.sha256
    assert json.loads(feeds.content_of(answer)) == page(FIRST, SECOND)


def test_the_key_is_that_of_the_downloaded_files(grant, fetch, office):
    fetch("usaspending-awards")
    approve_what_waits(office.people["officer2"])
    keys = EntryVersion.objects.values_list("source_key", flat=True)
    assert set(keys) == {"8900_DEEE0010001_0_81.253_-NONE-", "8900_DEEE0010001_1_81.253_-NONE-"}


def test_the_same_answer_again_proposes_nothing_while_it_waits_and_once_it_is_on_record(grant, fetch, office):
    fetch("usaspending-awards")
    counted = (Proposal.objects.count(), Import.objects.count(), Source.objects.count(), Recording.objects.count())
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert counted == (
        Proposal.objects.count(), Import.objects.count(), Source.objects.count(), Recording.objects.count(),
    )  # fmt: skip
    approve_what_waits(office.people["officer2"])
    recordings = Recording.objects.count()
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert Recording.objects.count() == recordings


def test_another_answer_with_the_same_transactions_proposes_nothing(grant, fetch, office, site):
    fetch("usaspending-awards")
    approve_what_waits(office.people["officer2"])
    site.says(TRANSACTIONS, page(FIRST, SECOND) | {"messages": ["The data was refreshed."]})
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert not Proposal.objects.filter(decision=None).exists()


def test_another_answer_with_the_same_rows_leaves_the_proposal_that_waits(grant, fetch, site):
    fetch("usaspending-awards")
    site.says(TRANSACTIONS, page(FIRST, SECOND) | {"messages": ["The data was refreshed."]})
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert Proposal.objects.count() == 2


def test_what_its_source_no_longer_says_does_not_go_on_waiting(grant, fetch, office, site):
    site.says(TRANSACTIONS, page(FIRST))
    fetch("usaspending-awards")
    approve_what_waits(office.people["officer2"])
    site.says(TRANSACTIONS, page(FIRST, SECOND))
    fetch("usaspending-awards")
    assert Proposal.objects.filter(decision=None).count() == 1
    site.says(TRANSACTIONS, page(FIRST))
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert not Proposal.objects.filter(decision=None).exists()


def test_a_further_transaction_takes_the_place_of_the_proposal_that_waits(grant, fetch, office, site):
    fetch("usaspending-awards")
    third = transaction("ASST_TX_8900_DEEE0010001_2_81.253_-NONE-", "2026-06-01", 500000.0)
    site.says(TRANSACTIONS, page(FIRST, SECOND, third))
    fetch("usaspending-awards")
    waiting = Proposal.objects.filter(decision=None)
    assert waiting.count() == 2
    withdrawn = Proposal.objects.get(decision__outcome="withdrawn")
    assert withdrawn.decision.note == "A newer answer of the feed takes its place."
    approve_what_waits(office.people["officer2"])
    amounts = Transaction.objects.filter(investment=grant, effective_on__gte="2026").values_list("amount", flat=True)
    assert sorted(amounts) == [Decimal("250000.50"), Decimal("500000.00"), Decimal("1000000.00")]


def test_pages_are_read_to_the_last_and_kept_together(grant, fetch, site):
    site.says(TRANSACTIONS, page(FIRST, more=True), page(SECOND, number=2))
    fetch("usaspending-awards")
    assert [heard.question["page"] for heard in site.asked(TRANSACTIONS)] == [1, 2]
    assert Import.objects.get(kind="transactions").counts["new"] == 2
    answer = FeedAnswer.objects.get(part="DE-EE0010001")
    assert answer.count == 2
    with zipfile.ZipFile(io.BytesIO(feeds.content_of(answer))) as packed:
        assert json.loads(packed.read("0002-answer")) == page(SECOND, number=2)


def test_the_search_asks_for_exactly_these_numbers_in_one_group_of_types_at_a_time(grant, fetch, site):
    fetch("usaspending-awards")
    asked = [heard.question for heard in site.asked(SEARCH)]
    assert all(question["filters"]["award_ids"] == ['"DE-EE0010001"'] for question in asked)
    groups = [tuple(question["filters"]["award_type_codes"]) for question in asked]
    assert ("02", "03", "04", "05") in groups
    assert ("A", "B", "C", "D") in groups
    assert len(set(groups)) == 6


def test_a_number_that_usaspending_does_not_know_or_knows_twice_is_told(grant, fetch, office, site):
    label(office.investments["saltwash-doe-loan"], fain="DELP-2")
    site.replies[SEARCH] = searched(found(), found(name="ASST_NON_DEEE0010001_1205"))
    told = fetch("usaspending-awards")
    assert "DE-EE0010001 is the number of 2 awards, and none was read at USAspending." in told
    assert "DELP-2 is not found at USAspending." in told
    assert not Import.objects.exists()


def test_an_award_that_was_matched_by_hand_is_asked_for_under_its_number_there(grant, fetch, office, site):
    with writing(office.people["officer"]) as recording:
        imports.record_match(
            Match(award_number="DELP0002", investment=office.investments["saltwash-doe-loan"]), recording=recording
        )
    fetch("usaspending-awards")
    numbers = site.asked(SEARCH)[0].question["filters"]["award_ids"]
    assert numbers == ['"DE-EE0010001"', '"DELP0002"']


def test_a_loan_gives_its_face_value_and_subsidy_cost_and_no_entries(grant, fetch, office, site):
    site.replies[SEARCH] = searched(found(), group="07")
    site.says(AWARD, award(category="loans", total_loan_value=996000000.0, total_subsidy_cost=12500000.25))
    loan = transaction("ASST_TX_1", "2026-01-15", None, face_value_loan_guarantee=996000000.0)
    site.says(TRANSACTIONS, page(loan))
    fetch("usaspending-awards")
    approve_what_waits(office.people["officer2"])
    said = AgencyAward.objects.get()
    assert (said.face_value, said.subsidy_cost) == (Decimal("996000000.00"), Decimal("12500000.25"))
    assert not Import.objects.filter(kind="transactions").exists()


def test_rows_that_are_asked_about_wait_for_an_answer_and_hold_up_no_other_award(grant, fetch, office, site):
    """8,000,000 were obligated on 2025-09-30 by hand, without a key: is it the same?"""
    like = transaction("ASST_TX_8900_DEEE0010001_9_81.253_-NONE-", "2025-09-30", 8000000.0)
    site.says(TRANSACTIONS, page(like))
    told = fetch("usaspending-awards")
    one = Import.objects.get(kind="transactions")
    assert one.state == ImportState.SHOWN
    assert f"DE-EE0010001: 1 rows are refused. Import {one.pk} says why." in told
    assert Import.objects.get(kind="agency-awards").state == ImportState.PROPOSED
    assert "1 rows are refused" in fetch("usaspending-awards")
    assert Import.objects.filter(kind="transactions").count() == 1


def test_a_dry_run_says_what_it_would_propose_and_keeps_nothing(grant, fetch):
    told = fetch("usaspending-awards", is_dry=True)
    assert "awards: 1 new." in told
    assert "DE-EE0010001: 2 new." in told
    assert not Import.objects.exists()
    assert not FeedAnswer.objects.exists()


def test_a_run_that_broke_off_before_it_proposed_is_taken_up(grant, fetch, office, monkeypatch):
    def broken(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "show", broken)
    with pytest.raises(KeyboardInterrupt):
        fetch("usaspending-awards")
    assert Import.objects.get().state == ImportState.SENT
    monkeypatch.undo()
    fetch("usaspending-awards")
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.PROPOSED}
    assert Import.objects.count() == 2


def test_in_an_office_of_one_it_waits_to_be_confirmed(grant, fetch, settings):
    settings.SINGLE_CONTROL = True
    told = fetch("usaspending-awards")
    assert "waits to be confirmed" in told
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.SHOWN}
    assert not AgencyAward.objects.exists()


def test_without_an_officer_it_does_not_begin(grant, fetch, settings, site):
    settings.FEEDS_OFFICER = "manager"
    with pytest.raises(FeedStopped, match="manager is no active officer. Set FEEDS_OFFICER."):
        fetch("usaspending-awards")
    settings.FEEDS_OFFICER = ""
    with pytest.raises(FeedStopped, match="nobody is named. Set FEEDS_OFFICER."):
        fetch("usaspending-awards")
    assert not site.heard


def test_the_file_and_the_answer_are_saved_from_their_pages_and_never_shown(grant, fetch, office):
    fetch("usaspending-awards")
    client = sign_in(office.people["auditor"])
    one = Import.objects.get(kind="transactions")
    file = client.get(f"{page_of(one).removesuffix('change/')}file/")
    assert file.content.decode().splitlines()[0] == "award_number,id,action_date,federal_action_obligation"
    answer = client.get(f"{page_of(one.answer).removesuffix('change/')}file/")
    assert json.loads(answer.content) == page(FIRST, SECOND)
    for response in (file, answer):
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_the_answer_to_a_row_that_was_asked_about_lets_the_next_run_go_on(grant, fetch, office, site):
    """The 8,000,000 of 2025-09-30 are said to be the same: they bear the key from then on."""
    like = transaction("ASST_TX_8900_DEEE0010001_9_81.253_-NONE-", "2025-09-30", 8000000.0)
    site.says(TRANSACTIONS, page(like))
    fetch("usaspending-awards")
    entry = Transaction.objects.get(investment=grant, kind=Kind.OBLIGATION)
    said = imports.content_of(Import.objects.get(kind="transactions")).decode().splitlines()
    answered = f"{said[0]},same_as\n{said[1]},{entry.reference}\n".encode()
    mapping = mapping_of("transactions", "USAspending API transactions")
    preview = {"why": "It is the same.", "today": now().as_of, "by_name": "loader"}
    _, recording = write(read("transactions", answered, mapping), expected=None, **preview)
    assert recording
    assert "2 of 2 as before." in fetch("usaspending-awards")
    assert Import.objects.get(kind="transactions").state == ImportState.UNCHANGED
