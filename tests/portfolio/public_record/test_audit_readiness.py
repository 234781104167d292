"""What an inspector general asks first, of the shipped record: counts that were checked by hand, and their rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.models import AgencyAward, Investment, Match
from portfolio.services import imports
from record.models import Recording
from record.services import facts
from tests.cast import day, writing
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def on(editions, db):
    def _on(text="2026-10-08", *, known_in_june=False):
        serial = editions[0].serial if known_in_june else None
        return Recording.objects.as_of(date.fromisoformat(text), timezone.now(), serial)

    return _on


def lines(at, **filters):
    return {row["check"]: row for row in rows_of(ask("audit-readiness", at, **filters))}


def rows(at, check, **filters):
    return rows_of(ask("audit-rows", at, check=check, **filters))


def counts(line):
    return tuple(int(line[name]) for name in ("rows_counted", "rows_settled", "rows_open", "rows_unknown"))


def named(found, finding, column="investment"):
    return {row[column] for row in found if row["finding"] == finding}


def test_one_award_of_59_bears_its_number(on):
    found = lines(on())["award-numbers"]
    assert counts(found) == (59, 1, 58, 0)
    assert found["check_answer"] == "Award number on record: 1 of 59; 58 open."
    assert named(rows(on(), "award-numbers"), "settled") == {"fivn-dpa-2024"}


def test_obligations_are_unknown_until_a_file_of_the_agencies_is_imported(on):
    assert counts(lines(on())["obligations"]) == (59, 0, 0, 59)
    assert {row["finding_reason"] for row in rows(on(), "obligations")} == {"no agency's file had been imported"}


def test_a_difference_is_open_until_it_is_explained(on):
    """12,458,128 here and 14,000,000 there: 1,541,872 apart."""
    award = Investment.objects.get(slug="fivn-dpa-2024")
    with writing(why="a file of USAspending") as recording:
        stated = AgencyAward(
            origin="USAspending", award_number=award.fain, obligated=Decimal(14_000_000), effective_on=day("2026-09-30")
        )
        facts.record(stated, recording=recording)

    def of_award():
        return next(row for row in rows(on("2026-11-20"), "obligations") if row["investment"] == award.slug)

    ours = of_award()
    assert (ours["finding"], ours["finding_usd"]) == ("open", "1541872.00")
    with writing(why="why they differ") as recording:
        made = Match(award_number=award.fain, investment=award, explained=Decimal(1_541_872), note="Bound in October.")
        imports.record_match(made, recording=recording)
    ours = of_award()
    assert (ours["finding"], ours["finding_reason"]) == ("settled", "differing, explained: Bound in October.")


def test_awards_after_the_sunset_of_title_iii_have_no_established_authority(on):
    assert counts(lines(on())["authority"]) == (59, 19, 0, 40)
    found = rows(on(), "authority", program="DOW-DPA3")
    after = {row["investment"]: row["finding_on"] for row in found if "unless it was extended" in row["finding_reason"]}
    assert after == {
        "elementusa-dpa-grant": "2025-11-20",
        "fivn-dpa-2025": "2026-01-29",
        "nova-dpa-grant": "2025-10-01",
        "uamy-dpa-grant": "2026-02-24",
    }
    assert named(found, "unknown") == {*after, "fireweed-dpa-grant", "northcliff-dpa-grant"}
    assert "ppta-dpa-grant" in named(found, "settled")


def test_three_quarters_of_committed_dollars_rest_on_sources_that_were_opened(on):
    found = lines(on())
    own, loans = found["sources"], found["sources-of-loans"]
    assert (own["settled_usd"], own["counted_usd"]) == ("3001500000.00", "4091155574.00")
    assert own["settled_usd_share"] == "0.733656"
    # Serra Verde 565, Syrah 150 and 102 of 5,493 million.
    assert (loans["settled_usd"], loans["counted_usd"]) == ("817000000.00", "5493000000.00")
    assert loans["settled_usd_share"] == "0.148735"


def test_three_waivers_and_deferrals_are_on_record(on):
    found = rows(on(), "waivers")
    assert {(row["investment"], row["finding_about"], row["finding_on"]) for row in found} == {
        ("lac-doe-loan", "amendment", "2025-10-07"),
        ("syrah-dfc-loan", "waiver", "2025-11-17"),
        ("tmq-dow-units", "extension", "2026-04-02"),
    }


def test_ten_awards_were_paid_without_a_verified_milestone(on):
    """150 + 200 + 1,209 + 400 + 150 + 59.2 + 8.5 + 12.8 million, and twice 17,827,787."""
    found = lines(on())["payments"]
    assert counts(found) == (10, 0, 10, 0)
    assert found["open_usd"] == "2225155574.00"


def test_no_loan_has_a_subsidy_cost(on):
    assert counts(lines(on())["subsidy-costs"]) == (7, 0, 7, 0)


def test_two_projects_would_get_more_federal_money_than_they_cost(on):
    """Stibnite 86.3 granted and 2,906 approved of 2,580; White Mesa 725 conditional of 410 million."""
    assert counts(lines(on())["project-totals"]) == (37, 4, 2, 31)
    found = rows(on(), "project-totals")
    assert {row["project"]: row["finding_usd"] for row in found if row["finding"] == "open"} == {
        "stibnite": "412300000.00",
        "white-mesa": "315000000.00",
    }
    assert named(found, "settled", "project") == {"atalco-gramercy", "fbx-guyana", "rhyolite-ridge", "usar-blacksburg"}


def test_headroom_is_known_of_two_ceilings_of_six(on):
    assert counts(lines(on())["ceilings"]) == (6, 2, 0, 4)
    why = {row["finding_about"]: row["finding_reason"] for row in rows(on(), "ceilings")}
    assert why["DOW-OSC: ceiling of lending"] == "at most 91,600,000,000 USD is left"
    assert why["DFC: ceiling of liability"] == "the agency's use for other sectors is not on record"


def test_rows_add_up_to_their_line_at_any_time(on):
    for at in (on(), on("2025-12-31"), on(known_in_june=True)):
        every = rows_of(ask("audit-rows", at))
        for check, line in lines(at).items():
            own = [row for row in every if row["check"] == check]
            assert counts(line) == (
                len(own), *(sum(row["finding"] == one for row in own) for one in ("settled", "open", "unknown"))
            )  # fmt: skip


def test_what_was_known_in_june_shows_no_authority_of_october(on):
    assert counts(lines(on("2026-06-18", known_in_june=True))["ceilings"]) == (0, 0, 0, 0)


def test_an_agency_sees_its_own(on):
    assert counts(lines(on(), agency="DOE")["subsidy-costs"])[0] == 3
    assert {row["finding_agencies"] for row in rows(on(), "payments", agency="DFC")} == {"DFC"}
