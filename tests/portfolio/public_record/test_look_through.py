"""What agencies own through other firms, on the public record."""

from decimal import Decimal

import pytest

from portfolio.pages.look_through import look_through_table
from portfolio.positions.look_through import owned_through
from projects.models import Company, Ownership, Project
from record.services import facts
from tests.cast import writing
from tests.portfolio.reports.answers import ask, rows_of

AFTER_THE_WARRANTS, BEFORE_THE_WARRANTS = "2026-02-01", "2026-01-29"


def test_energy_at_thacker_pass_holds_nothing_and_may_come_to_own_8_1_percent(record, at):
    """5% + 5% x 62% = 8.1%; the venture's own warrant leaves its parent 62% x 95%: 5% + 5% x 58.9% = 7.945%."""
    thacker = Project.objects.get(slug="thacker-pass")
    (found,) = owned_through(at(AFTER_THE_WARRANTS), thacker)
    assert (found.agency, found.held.share) == ("DOE", None)
    assert found.exercised.share == Decimal("0.081")
    assert found.diluted.share == Decimal("0.07945")
    assert found.via == "DOE > lac > lnv > thacker-pass; DOE > lnv > thacker-pass"
    assert owned_through(at(BEFORE_THE_WARRANTS), thacker) == []


def test_the_table_says_that_nothing_is_held(record, at):
    table = look_through_table(at(AFTER_THE_WARRANTS), Project.objects.get(slug="thacker-pass"))
    (line,) = table.rows
    assert line[:4] == ["DOE", 0, Decimal("0.081"), Decimal("0.07945")]
    (row,) = rows_of(ask("look-through", at(AFTER_THE_WARRANTS), project="thacker-pass"))
    assert (row["held_share"], row["held_voting_share"]) == ("0.000000", "0.000000")  # known, not an empty cell


def test_what_is_held_counts_in_every_column(record, at):
    """War holds 40% of the Crucible joint venture; no right to it is on record, so nothing dilutes it."""
    (found,) = owned_through(at("2026-06-18"), Company.objects.get(slug="crucible-jv"))
    assert {found.held.share, found.exercised.share, found.diluted.share} == {Decimal("0.40")}


def test_an_unsourced_share_leaves_the_sum_unknown(record, at):
    """War's preferred shares of Atalco are a part that no source states."""
    (line,) = look_through_table(at("2026-06-18"), Company.objects.get(slug="atalco")).rows
    assert line[0] == "DOW"
    assert line[1:4] == [None, None, None]


def test_an_ownership_that_ended_is_on_no_path(record, at):
    row = Ownership.objects.get(owner_company__slug="lac", owned_company__slug="lnv", basis="stated")
    with writing() as recording:
        sold = Ownership(owner_company=row.owner_company, owned_company=row.owned_company, basis="stated")
        sold.economic_share, sold.ends_on = row.economic_share, "2026-03-01"
        facts.record(sold, recording=recording)
    (found,) = owned_through(at("2026-03-02"), Project.objects.get(slug="thacker-pass"))
    assert found.exercised.share == Decimal("0.05")


def test_votes_stand_beside_earnings(record, at):
    """The venture's warrant is over units without votes; who votes for its parent's share, no source says."""
    (found,) = owned_through(at(AFTER_THE_WARRANTS), Project.objects.get(slug="thacker-pass"))
    votes = {path.names[1:-1]: path.share for path in found.voting.exercised.paths}
    assert votes == {("lac", "lnv"): None, ("lnv",): 0}


def test_the_report_has_a_line_for_each_company_and_project(record, at):
    rows = rows_of(ask("look-through", at(AFTER_THE_WARRANTS), agency="DOE"))
    assert {(row["company"], row["project"], row["if_exercised_share"]) for row in rows} == {
        ("lac", "", "0.050000"),
        ("lnv", "", "0.081000"),
        ("", "thacker-pass", "0.081000"),
    }
    (thacker,) = rows_of(ask("look-through", at(AFTER_THE_WARRANTS), project="thacker-pass"))
    assert (thacker["held_share"], thacker["after_dilution_share"]) == ("0.000000", "0.079450")


def test_what_the_ledger_holds_of_a_company_leads_on_to_its_projects(editions, at):
    """16,431,140 of 180,775,570 shares of Trilogy are 9.0892%; half of that in its venture's project."""
    (found,) = owned_through(at("2026-10-08"), Project.objects.get(slug="upper-kobuk"))
    assert (found.agency, round(found.held.share, 6), found.derived) == ("DOW", Decimal("0.045446"), {"tmq"})
    assert owned_through(at("2026-09-10"), Project.objects.get(slug="upper-kobuk")) == []


@pytest.mark.parametrize("address", ["/projects/thacker-pass/", "/companies/lnv/"])
def test_the_pages_show_it(record, client, django_user_model, address):
    client.force_login(django_user_model.objects.create_user("reader", password="reader"))
    text = " ".join(client.get(f"{address}?as_of=2026-06-18").content.decode().split())
    assert "Owned by agencies through other firms" in text
