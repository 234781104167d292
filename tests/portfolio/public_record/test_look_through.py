"""What agencies own through other firms, on the public record."""

from decimal import Decimal

import pytest

from portfolio.pages.look_through import look_through_table
from portfolio.positions.look_through import owned_through
from portfolio.templatetags.formatting import cell_text
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
    assert line[:6] == ["DOE", Decimal("0.081"), "if_exercised", 0, Decimal("0.081"), Decimal("0.07945")]
    shown = {column.name: cell_text(column, value) for column, value in zip(table.columns, line, strict=True) if value}
    assert (shown["if_exercised_share"], shown["after_dilution_share"]) == ("8.1%", "7.945%")
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
    assert (line[1], line[3:6]) == (None, [None, None, None])


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


@pytest.fixture
def october(editions, at):
    return at("2026-10-08")


def through(found, slug):
    return next(row for row in found if slug in (row["company"], row["project"]))


def test_a_share_to_quote_is_the_same_in_look_through_and_in_stakes(october):
    """Of a company to which one path alone leads: what the stake is quoted at, and by which measure."""
    of_stakes = {
        (row["holder"], row["issuer"]): (row["share_to_quote"], row["quoted_measure"])
        for row in rows_of(ask("stakes", october))
        if row["line"] == "agency"
    }
    rows = rows_of(ask("look-through", october))
    alone = {
        (row["agency"], row["company"]): (row["share_to_quote"], row["quoted_measure"])
        for row in rows
        if row["via"] == f"{row['agency']} > {row['company']}"
    }
    both = of_stakes.keys() & alone.keys()
    assert {("DOW", "mp"), ("DOE", "lac"), ("DOW", "tmq"), ("DOW", "crucible-jv")} <= both
    assert {pair: alone[pair] for pair in both} == {pair: of_stakes[pair] for pair in both}
    assert alone["DOW", "mp"] == ("0.138462", "as_converted_and_exercised")


def test_after_dilution_never_repeats_the_stated_share(october):
    """MP: 24,521,672 of 177,100,000 + 24,521,672. Energy's rights to Lithium Americas: 18,268,687 of 354,258,687."""
    rows = rows_of(ask("look-through", october))
    assert through(rows, "mp")["if_exercised_share"] == "0.150000"  # as stated
    assert through(rows, "mp")["after_dilution_share"] == "0.121622"
    assert through(rows, "mountain-pass")["after_dilution_share"] == "0.121622"
    assert through(rows, "lac")["after_dilution_share"] == "0.051569"
    assert through(rows, "thacker-pass")["after_dilution_share"] == "0.079450"
    assert through(rows, "crucible-jv")["after_dilution_share"] == ""  # no right on record dilutes it
    repeated = [row for row in rows if row["after_dilution_share"] and row["after_dilution_share"] in row.values()
                and row["after_dilution_share"] == row["if_exercised_share"]]  # fmt: skip
    assert repeated == []


def test_rights_of_which_no_count_is_known_have_no_share_after_dilution(october, at):
    (line,) = owned_through(october, Company.objects.get(slug="syrah"))
    assert line.diluted.share == Decimal("0.012797")  # 17.5 of 1,367.5 million shares
    ioneer = Company.objects.get(slug="ioneer")
    with writing() as recording:
        row = Ownership(owner_code="DFC", owned_company=ioneer, basis="unexercised", economic_share=Decimal("0.25"))
        facts.record(row, recording=recording)
    (line,) = owned_through(at("2026-10-08"), ioneer)
    assert (line.exercised.share, line.diluted.is_complete) == (Decimal("0.25"), False)


def test_each_share_on_a_path_names_its_basis_its_day_and_its_source(october):
    (row,) = rows_of(ask("look-through", october, project="thacker-pass"))
    assert "DOE of lnv: 5% if its rights are exercised, as stated on 2026-01-30 (lac6;lac8)" in row["paths_rest_on"]
    assert "lac of lnv: 62% held, as stated, undated (lac14;lac19)" in row["paths_rest_on"]
    assert "of the company alone the share to quote is 5.437%, as converted and exercised" in row["paths_rest_on"]
    (trilogy,) = rows_of(ask("look-through", october, company="tmq"))
    assert trilogy["paths_rest_on"].startswith("DOW of tmq: by the ledger, 9.089% basic, over 180,775,570 shares")
