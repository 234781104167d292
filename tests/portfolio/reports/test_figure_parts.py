"""Each known figure of each award is the sum of its parts, and each part of entries is the sum of those entries."""

from collections import defaultdict
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, InvestmentStatus, StatedTotal
from portfolio.services import investments, ledger
from tests.cast import TODAY, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask

pytestmark = pytest.mark.django_db
FIGURES = {
    "Committed": "committed_usd",
    "Face value": "face_value_usd",
    "Obligated": "obligated_usd",
    "Subsidy cost": "subsidy_cost_usd",
    "Disbursed": "disbursed_usd",
    "Repaid": "repaid_usd",
    "Headroom": "headroom_usd",
    "Undisbursed": "undisbursed_usd",
    "Outstanding": "outstanding_usd",
    "Exposure": "exposure_usd",
}
"""Label of a figure → its column in the report of exposure."""


def rows(name, at, **filters):
    report = ask(name, at, **filters)
    return [dict(zip([one.name for one in report.columns], row, strict=True)) for row in report.rows]


def sums(at):
    found = defaultdict(Decimal)
    for row in rows("figure-parts", at):
        found[row["investment"], row["award_figure"]] += row["part_usd"]
    return found


def exposed(at):
    """The known figures of the report of exposure, by award and label."""
    return {
        (row["investment"], label): row[column]
        for row in rows("exposure", at)
        for label, column in FIGURES.items()
        if row[column] is not None
    }


@pytest.mark.long
def test_the_parts_of_the_shipped_record_add_up_to_the_figures_of_exposure(editions):
    at = now(TODAY.replace(month=10, day=8))
    found, shown = sums(at), exposed(at)
    assert len(shown) > 50
    assert {key: found.get(key) for key in shown} == shown


def test_a_reversal_takes_its_entry_out_of_the_sum_and_the_count(cast):
    grant = cast.investments["palisade-doe-grant"]
    *_, last = record_entries([entry(grant, Kind.FEE, "2026-01", "5"), entry(grant, Kind.DISBURSEMENT, "2026-02", "7")])
    paid = [row for row in rows("figure-parts", now(), investment=grant.slug) if row["award_figure"] == "Disbursed"]
    with writing(why="a mistake") as recording:
        ledger.reverse(last, reason="entered twice", recording=recording, today=TODAY)
    left = [row for row in rows("figure-parts", now(), investment=grant.slug) if row["award_figure"] == "Disbursed"]
    assert sum(row["part_usd"] for row in paid) - sum(row["part_usd"] for row in left) == 7
    assert sum(row["entries_summed"] for row in paid) - sum(row["entries_summed"] for row in left) == 1
    found, shown = sums(now()), exposed(now())
    assert {key: found.get(key) for key in shown} == shown


def test_what_a_source_states_in_all_is_a_part_beyond_the_entries_with_its_source(cast):
    """Entries of 40 and a source that states 100 paid in all: 60 beyond them."""
    with writing(why="publicly known") as recording:
        common = {"agency": cast.agencies["DOE"], "recipient": cast.companies["palisade"]}
        award = investments.create(
            Investment(
                slug="known-in-part", instrument="grant", deal=cast.deals["saltwash-loan"], ledger_is_complete=False,
                **common,
            ),
            recording=recording,
        )  # fmt: skip
        status = InvestmentStatus(investment=award, status="committed", effective_on=day("2026-01-02"))
        investments.record(status, recording=recording)
        stated = StatedTotal(
            investment=award, figure="disbursed", amount=100, effective_on=day("2026-03-01"), citation=cast.citation
        )
        investments.record(stated, recording=recording)
    kinds = (Kind.COMMITMENT, "200"), (Kind.OBLIGATION, "40"), (Kind.DISBURSEMENT, "40")
    record_entries([entry(award, kind, "2026-02-01", amount) for kind, amount in kinds])
    told = [
        (row["part"], row["entry_kind"], row["part_usd"], row["sources"])
        for row in rows("figure-parts", now(), investment="known-in-part")
        if row["award_figure"] == "Disbursed"
    ]
    assert told == [
        ("Disbursed", "disbursement", 40, None),
        ("Disbursed: stated in all by a source, beyond the entries", None, 60, cast.citation.text),
    ]
    assert sums(now())["known-in-part", "Obligated"] == 100


def test_a_commitment_that_was_released_in_full_shows_both_sums(cast):
    """5 committed and 5 released are 0, and not "no entry"."""
    with writing(why="a new award") as recording:
        award = investments.create(
            Investment(
                slug="released", instrument="grant", deal=cast.deals["saltwash-loan"], agency=cast.agencies["DOE"],
                recipient=cast.companies["palisade"],
            ),
            recording=recording,
        )  # fmt: skip
        status = InvestmentStatus(investment=award, status="committed", effective_on=day("2026-01-02"))
        investments.record(status, recording=recording)
    record_entries(
        [entry(award, Kind.COMMITMENT, "2026-02-01", "5"), entry(award, Kind.DECOMMITMENT, "2026-03-01", "5")]
    )
    told = [
        (row["entry_kind"], row["part_usd"])
        for row in rows("figure-parts", now(), investment="released")
        if row["award_figure"] == "Committed"
    ]
    assert told == [("commitment", 5), ("decommitment", -5)]
