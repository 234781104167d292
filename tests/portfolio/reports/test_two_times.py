"""Every report as of any day, as known at any recording: statuses, terms, labels, counts, entries."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Capitalization, Investment, InvestmentStatus, Program, ProgramTerms, Terms, Transaction
from portfolio.reports import REPORTS
from portfolio.services import investments, ledger
from projects.models import Company
from record.services import entities, facts
from tests.cast import TODAY, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, by_investment, csv_bytes, json_bytes, rows_of, total, xlsx_bytes


def test_an_award_is_absent_before_its_first_status(cast):
    assert rows_of(ask("investments", now(date(2025, 7, 9)))) == []
    assert len(rows_of(ask("investments", now(date(2025, 7, 10))))) == 4


def test_a_status_holds_from_its_day(cast):
    assert by_investment(ask("investments", now(date(2025, 7, 31))))["palisade-doe-grant"]["status"] == "announced"
    assert by_investment(ask("investments", now(date(2025, 8, 1))))["palisade-doe-grant"]["status"] == "closed"


def test_a_back_dated_status_changes_the_past_only_from_its_recording_on(cast, officer):
    before = now(date(2025, 7, 20))
    with writing(officer) as recording:
        investments.record(
            InvestmentStatus(
                investment=cast.investments["palisade-doe-grant"],
                status=Status.CONDITIONAL,
                effective_on=day("2025-07-15"),
                citation=cast.citation,
            ),
            recording=recording,
        )
    assert by_investment(ask("investments", before))["palisade-doe-grant"]["status"] == "announced"
    after = by_investment(ask("investments", now(date(2025, 7, 20))))["palisade-doe-grant"]
    assert (after["status"], after["status_on"]) == ("conditional", "2025-07-15")


def test_a_new_version_of_the_terms_holds_from_its_day(cast, officer):
    loan = cast.investments["saltwash-doe-loan"]
    old = Terms.objects.get(investment=loan)
    with writing(officer) as recording:
        terms = Terms(
            investment=loan,
            announced_amount=old.announced_amount,
            principal=Decimal("95000000"),
            announced_on=old.announced_on,
            closed_on=old.closed_on,
            effective_on=day("2026-04-01"),
            confidence="medium",
            citation=cast.citation,
        )
        investments.record(terms, recording=recording)
    undrawn = {
        on: by_investment(ask("exposure", now(on)))["saltwash-doe-loan"]["undisbursed_usd"]
        for on in (date(2026, 3, 31), date(2026, 4, 1))
    }
    # 90 less 35 drawn, then 95 less 35.
    assert undrawn == {date(2026, 3, 31): "55000000.00", date(2026, 4, 1): "60000000.00"}
    assert by_investment(ask("investments", now()))["saltwash-doe-loan"]["confidence"] == "medium"


def test_a_changed_label_is_read_as_it_was_known(cast):
    before = now()
    with writing() as recording:
        entities.relabel(
            Company.objects.get(slug="palisade"), {"name": "Palisade Inc."}, recording=recording, note="renamed"
        )
        entities.relabel(
            cast.investments["palisade-doe-grant"], {"program": cast.programs["DOE-ATVM"]}, recording=recording
        )
    assert by_investment(ask("investments", before))["palisade-doe-grant"]["program"] == "DOE-MESC"
    assert by_investment(ask("investments", now()))["palisade-doe-grant"]["program"] == "DOE-ATVM"
    assert [row["program"] for row in rows_of(ask("programs", before)) if row["awards"] == "1"] == [
        "DOE-ATVM",
        "DOE-MESC",
    ]


def test_a_share_count_counts_from_its_day_and_its_recording(cast):
    before = now()
    with writing() as recording:
        for on, count in (("2025-06-30", "30000000"), ("2026-06-01", "40000000")):
            facts.record(
                Capitalization(
                    company=cast.companies["palisade"],
                    basic_shares=Decimal(count),
                    kind="cover",
                    effective_on=day(on),
                    citation=cast.citation,
                ),
                recording=recording,
            )
    # 60,000 preferred at 1,000 convert at 30 into 2,000,000; the warrant is 1,500,000: 3.5 million in all.
    shares = {
        on: rows_of(ask("stakes", now(on)))[0]["as_converted_and_exercised_share"]
        for on in (date(2026, 5, 31), date(2026, 6, 1))
    }
    assert shares == {date(2026, 5, 31): "0.116667", date(2026, 6, 1): "0.087500"}
    assert rows_of(ask("stakes", before))[0]["as_converted_and_exercised_share"] == ""


def test_an_entry_counts_from_its_day(cast):
    drawn = [
        by_investment(ask("exposure", now(on)))["saltwash-doe-loan"]["disbursed_usd"]
        for on in (date(2025, 10, 19), date(2025, 10, 20), date(2026, 2, 15))
    ]
    assert drawn == ["0.00", "20000000.00", "35000000.00"]


def test_a_reversed_entry_is_as_if_it_had_never_been_from_the_reversal_on(cast, officer):
    before = now()
    draw = Transaction.objects.get(investment=cast.investments["saltwash-doe-loan"], amount=Decimal("15000000"))
    with writing(officer) as recording:
        ledger.reverse(draw, reason="entered twice", recording=recording, today=TODAY)
    assert total(ask("transactions", before), "Disbursement")["amount_usd"] == Decimal("98000000")
    after = ask("transactions", now())
    assert total(after, "Disbursement")["amount_usd"] == Decimal("83000000")
    assert next(one.note for one in after.totals if one.label == "Disbursement") == "3 standing"
    assert by_investment(ask("exposure", now()))["saltwash-doe-loan"]["disbursed_usd"] == "20000000.00"
    assert len(rows_of(after)) == len(after.rows) == 11
    last = rows_of(after)[-1]
    assert (last["kind"], last["reverses"], last["effective_on"]) == ("reversal", draw.reference, "2026-02-15")


def test_a_program_has_the_headroom_of_its_day_while_every_amount_is_known(cast):
    with writing() as recording:
        for on, ceiling in (("2025-01-01", "150000000"), ("2026-05-01", "250000000")):
            facts.record(
                ProgramTerms(
                    program=Program.objects.get(code="DOE-ATVM"),
                    ceiling=Decimal(ceiling),
                    effective_on=day(on),
                    citation=cast.citation,
                ),
                recording=recording,
            )
    headroom = {
        on: next(row for row in rows_of(ask("programs", now(on))) if row["program"] == "DOE-ATVM")
        for on in (date(2025, 7, 31), date(2026, 4, 30), date(2026, 5, 1))
    }
    # Announced alone commits nothing; the loan's face is 100.
    assert [row["program_headroom_usd"] for row in headroom.values()] == ["150000000.00", "50000000.00", "150000000.00"]


def test_a_program_with_an_award_of_unknown_size_has_no_known_headroom(cast):
    atvm = Program.objects.get(code="DOE-ATVM")

    def award(slug, instrument):
        with writing() as recording:
            made = investments.create(
                Investment(
                    slug=slug,
                    deal=cast.deals["saltwash-loan"],
                    agency=atvm.agency,
                    program=atvm,
                    instrument=instrument,
                    recipient=cast.companies["saltwash"],
                    ledger_is_complete=False,
                ),
                recording=recording,
            )
            status = InvestmentStatus(investment=made, status=Status.CLOSED, effective_on=day("2026-01-01"))
            investments.record(status, recording=recording)
        return next(row for row in rows_of(ask("programs", now())) if row["program"] == "DOE-ATVM")

    with writing() as recording:
        terms = ProgramTerms(program=atvm, ceiling=Decimal("150000000"), citation=cast.citation)
        facts.record(terms, recording=recording)
    row = award("saltwash-warrant", Instrument.WARRANT)
    assert row["program_headroom_usd"] == "50000000.00"  # a warrant commits no money
    row = award("saltwash-grant", Instrument.GRANT)
    assert row["program_headroom_usd"] == ""
    assert (row["committed_awards"], row["known_awards"], row["face_value_usd"]) == ("3", "1", "100000000.00")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_by_serial_equals_itself_after_later_recordings(cast, officer, name):
    at = now()
    formatted = [format_value(ask(name, at)) for format_value in (csv_bytes, json_bytes, xlsx_bytes)]
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.REPAYMENT, "2026-03-01", "5000000")], by=officer)
    with writing(officer) as recording:
        draw = Transaction.objects.get(investment=cast.investments["palisade-doe-grant"], kind=Kind.DISBURSEMENT)
        ledger.reverse(draw, reason="entered twice", recording=recording, today=TODAY)
    with writing() as recording:
        entities.relabel(cast.agencies["DOE"], {"code": "ENERGY"}, recording=recording)
        entities.relabel(cast.programs["DOE-ATVM"], {"code": "ENERGY-ATVM"}, recording=recording)
        status = InvestmentStatus(
            investment=cast.investments["saltwash-doe-loan"], status=Status.DISBURSING, effective_on=day("2025-10-20")
        )
        investments.record(status, recording=recording)
        facts.retract(Terms.objects.get(investment__slug="palisade-warrant"), reason="wrong", recording=recording)
    assert [
        format_value(ask(name, now(serial=at.serial))) for format_value in (csv_bytes, json_bytes, xlsx_bytes)
    ] == formatted
    if name in ("investments", "exposure", "programs", "transactions"):
        assert csv_bytes(ask(name, now())) != formatted[0]
