"""USAspending's downloads are read by their shipped mappings, and what they say is set beside the record."""

from decimal import Decimal

import pytest

from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import mapping_of, shipped
from portfolio.models import Match, Transaction
from portfolio.reports import REPORTS
from portfolio.reports.reconciliation import unresolved
from portfolio.services.imports import record_match
from record.services import entities
from tests.cast import now, writing
from tests.desk import words

from .conftest import put, show

ASSISTANCE, CONTRACTS = "USAspending assistance prime awards", "USAspending contracts prime awards"
PAYMENTS = "USAspending assistance prime transactions"


def download(mapping, *rows):
    """A wide file as USAspending writes it: every column that the mapping names, most of them filled with something."""
    header = [*mapping.ignored, *mapping.columns, *mapping.otherwise.values(), *mapping.melted]
    lines = [",".join(header)]
    for row in rows:
        lines.append(",".join(row.get(name, "=1+1" if name in mapping.ignored else "") for name in header))
    return "\n".join(lines) + "\n"


@pytest.fixture
def numbered(cast):
    """The grant and the loan of the cast bear award numbers."""
    with writing() as recording:
        entities.relabel(cast.investments["palisade-doe-grant"], {"fain": "DEMS0001"}, recording=recording)
        entities.relabel(cast.investments["saltwash-doe-loan"], {"fain": "DELP0002"}, recording=recording)
    return cast


def report():
    rows = REPORTS["reconciliation"].report(at=now()).rows
    names = [column.name for column in REPORTS["reconciliation"].columns]
    return {
        row[names.index("award_number")] or row[names.index("our_investments")]: dict(zip(names, row, strict=True))
        for row in rows
    }


OF_FEEDS = {"USAspending API awards", "USAspending API transactions", "Daily closes"}
"""What a feed reads, in columns that it makes itself; the tests of feeds read these."""


@pytest.mark.parametrize("key", sorted(key for key in shipped() if key[1] not in OF_FEEDS))
def test_a_shipped_mapping_reads_every_column_or_leaves_it_out_by_name(cast, key):
    kind, source = key
    plan = show(kind, download(mapping_of(kind, source)), mapping=mapping_of(kind, source))
    assert plan.row_outcomes == []
    assert len(plan.ignored) >= (100 if source.startswith("USAspending") else 0)


def test_files_are_set_beside_the_record(numbered):
    assert unresolved(now()) is None
    mapping = mapping_of("agency-awards", ASSISTANCE)
    text = download(
        mapping,
        {"award_id_fain": "DEMS0001", "total_obligated_amount": "9000000.00", "total_outlayed_amount": "3000000.00"},
        {
            "award_id_fain": "DELP0002",
            "total_face_value_of_loan": "100000000.00",
            "total_outlayed_amount": "35000000.00",
        },
        {"award_id_uri": "URI-7", "recipient_name": "Somebody else", "total_obligated_amount": "500.00"},
    )
    plan, _ = put("agency-awards", text, mapping=mapping)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.NEW] * 3
    found = report()
    grant, loan, other = found["DEMS0001"], found["DELP0002"], found["URI-7"]
    assert (grant["reconciliation_state"], grant["matched_by"], grant["difference_usd"]) == (
        "differing",
        "FAIN",
        Decimal("1000000.00"),
    )
    assert (loan["reconciliation_state"], loan["measure"], loan["resolved"]) == ("matched", "face value", True)
    assert (other["reconciliation_state"], other["difference_usd"]) == ("missing here", Decimal("500.00"))
    assert found["palisade-preferred"]["reconciliation_state"] == "missing there"
    assert found["palisade-preferred"]["difference_usd"] == Decimal("-60000000.00")
    waiting = unresolved(now())
    assert waiting.count == 4
    assert waiting.dollars == Decimal("61000500.00")


def test_what_was_matched_or_explained_by_hand_is_remembered(numbered):
    mapping = mapping_of("agency-awards", ASSISTANCE)
    rows = [
        {"award_id_fain": "DEMS0001", "total_obligated_amount": "9000000.00"},
        {"award_id_fain": "X9", "total_obligated_amount": "5"},
    ]
    put("agency-awards", download(mapping, *rows), mapping=mapping)
    grant = numbered.investments["palisade-doe-grant"]
    with writing() as recording:
        record_match(Match(award_number="X9"), recording=recording)
        explained = Match(
            award_number="DEMS0001",
            investment=grant,
            explained=Decimal("1000000"),
            note="Bound in June, in our books in July",
        )
        record_match(explained, recording=recording)
    found = report()
    assert (found["X9"]["reconciliation_state"], found["X9"]["resolved"]) == ("none of ours", True)
    assert (found["DEMS0001"]["resolved"], found["DEMS0001"]["matched_by"]) == (True, "by hand")
    rows[0]["total_obligated_amount"] = "9000001.00"
    plan, _ = put("agency-awards", download(mapping, *rows), mapping=mapping)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.CHANGED, Becomes.SAME]
    assert report()["DEMS0001"]["resolved"] is False


def test_government_transactions_become_obligations_and_deobligations(numbered):
    mapping = mapping_of("transactions", PAYMENTS)
    text = download(
        mapping,
        {
            "award_id_fain": "DEMS0001",
            "action_date": "2026-01-05",
            "federal_action_obligation": "2000000.00",
            "assistance_transaction_unique_key": "K1",
        },
        {
            "award_id_fain": "DEMS0001",
            "action_date": "2026-02-05",
            "federal_action_obligation": "-500000.00",
            "assistance_transaction_unique_key": "K2",
        },
        {
            "award_id_fain": "DEMS0001",
            "action_date": "2026-02-06",
            "federal_action_obligation": "0.00",
            "assistance_transaction_unique_key": "K3",
        },
        {
            "award_id_fain": "OTHER",
            "action_date": "2026-02-06",
            "federal_action_obligation": "7.00",
            "assistance_transaction_unique_key": "K4",
        },
    )
    plan, recording = put("transactions", text, mapping=mapping)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [
        Becomes.NEW,
        Becomes.NEW,
        Becomes.LEFT_OUT,
        Becomes.LEFT_OUT,
    ]
    entries = Transaction.objects.filter(recording=recording).order_by("number")
    assert [(entry.kind, entry.amount, entry.note) for entry in entries] == [
        ("obligation", Decimal("2000000"), "K1"),
        ("deobligation", Decimal("500000"), "K2"),
    ]
    plan, recording = put("transactions", text, mapping=mapping)
    assert recording is None


def test_the_overview_shows_what_waits(numbered, client, manager):
    mapping = mapping_of("agency-awards", ASSISTANCE)
    client.force_login(manager)
    assert "agencies' files" not in client.get("/").content.decode()
    put(
        "agency-awards",
        download(mapping, {"award_id_fain": "DEMS0001", "total_obligated_amount": "9000000"}),
        mapping=mapping,
    )
    assert "4 of 4 awards differ" in client.get("/").content.decode()


def entries():
    report = REPORTS["reconciliation-entries"].report(at=now())
    names = [column.name for column in report.columns]
    asked = ("reconciliation_state", "entry_number", "transaction", "difference_usd", "resolved")
    return [tuple(str(row[names.index(name)]) for name in asked) for row in report.rows]


def test_obligations_are_set_beside_the_ledger_one_by_one(numbered, client, manager):
    """The grant has one obligation; the file has it, a deobligation that we do not have, and an award of others."""
    ours = Transaction.objects.get(investment__slug="palisade-doe-grant", kind="obligation")
    day, amount = ours.effective_on, ours.amount
    mapping = mapping_of("agency-entries", PAYMENTS)

    def put_file(*rows):
        names = ("award_id_fain", "action_date", "federal_action_obligation", "assistance_transaction_unique_key")
        lines = [dict(zip(names, map(str, row), strict=True)) for row in rows]
        return put("agency-entries", download(mapping, *lines), mapping=mapping)[0]

    assert entries() == []
    put_file(
        ("DEMS0001", day, amount, "one"),
        ("DEMS0001", "2026-01-09", "-250000.00", "two"),
        ("XX9", "2026-01-09", "7", "three"),
    )
    assert entries() == [
        ("missing here", "two", "None", "-250000.00", "False"),
        ("missing here", "three", "None", "7.00", "False"),
        ("matched", "one", ours.reference, "0.00", "True"),
    ]
    with writing() as recording:
        record_match(Match(award_number="XX9"), recording=recording)
        explained = Match(
            award_number="DEMS0001",
            investment=numbered.investments["palisade-doe-grant"],
            explained=Decimal("-250000"),
            note="Taken back after our day of closing.",
        )
        record_match(explained, recording=recording)
    assert {row[-1] for row in entries()} == {"True"}
    assert ("none of ours", "three", "None", "7.00", "True") in entries()
    assert put_file(("DEMS0001", day, amount, "one")).counts["same"] == 1
    put_file(("DEMS0001", day, amount + 1, "one"))
    assert ("differing", "one", ours.reference, "1.00", "False") in entries()
    client.force_login(manager)
    text = words(client.get("/"))
    assert "2 of 3 obligations differ or are missing on a side, by $250,001 in all" in text
