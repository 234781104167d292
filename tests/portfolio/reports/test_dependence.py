"""Dependence by country over the public record projected as of its own day."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.positions.dependence import forms_at
from portfolio.reports.production.dependence_lines import DependenceLine, Gains
from projects.models import Country, CountryStanding, ImportShare
from record.services import facts
from tests.cast import day, writing
from tests.portfolio.reports.answers import ask, rows_of


def lines(at, mineral, form=""):
    return {
        (row["country"] or row["dependence_line"]): row
        for row in rows_of(ask("dependence", at, mineral=mineral))
        if form in ("", row["import_form"])
    }


def ends(row, name):
    return tuple(Decimal(row[f"{name}_{end}"]).normalize() for end in ("low", "high"))


def test_china_ships_55_percent_of_antimony_and_so_carries_50_05_percent_of_use(at):
    china = lines(at, "sb", "Total metal and oxide")["CN"]
    assert (china["import_period"], china["edition"]) == ("2021-2024", "MCS 2026")
    assert (ends(china, "import_share"), ends(china, "use_share")) == ((Decimal("0.55"),) * 2, (Decimal("0.5005"),) * 2)
    assert ends(china, "quantity") == (Decimal("22522.5"),) * 2
    assert (china["is_of_concern"], china["concern_statute"]) == ("true", "10 U.S.C. 4872")


def test_cobalt_of_china_is_not_named_and_lies_between_0_and_11_06_percent_of_use(at):
    china = lines(at, "co")["CN"]
    assert (china["dependence_line"], ends(china, "use_share")) == ("not named", (0, Decimal("0.1106")))


def test_concern_in_all_is_what_is_named_and_at_most_the_rest_for_those_that_are_not(at):
    """Antimony: China 55%; Russia, Iran and North Korea each at most 6% of the 19% of others."""
    assert ends(lines(at, "sb", "Total metal and oxide")["countries of concern, in all"], "import_share") == (
        Decimal("0.55"), Decimal("0.73"),
    )  # fmt: skip


def test_both_figures_stand_in_the_row_the_imports_and_the_output_of_the_world(at):
    china = lines(at, "ga")["CN"]
    assert ends(china, "use_share") == (Decimal("0.18"),) * 2
    assert "primary: 100% (2025)" in china["world_shares"]


def test_a_class_is_a_range_and_what_stands_in_for_a_withheld_use_is_named(at):
    """Tungsten: over 50% of a use that is withheld, so 7,000 to 14,000 t; China ships 26% of 7,000 t either way."""
    china = lines(at, "w")["CN"]
    assert (china["reliance_printed"], ends(china, "reliance")) == (">50", (Decimal("0.5"), 1))
    assert (china["demand_measure"], china["is_stand_in_demand"]) == ("implied consumption", "true")
    assert ends(china, "use") == (7000, 14000)
    assert ends(china, "use_share") == (Decimal("0.13"), Decimal("0.26"))
    assert ends(china, "quantity") == (1820, 1820)


def test_zinc_after_a_gain_of_175_to_200_kt_leaves_48_6_to_51_7_percent_of_which_canada_ships_57(at):
    (form,) = [one for one in forms_at(at)["zn"] if one.form == "Refined metal"]
    canada = Country.objects.get(slug="ca")
    gains = Gains(facts=(Decimal(175_000), Decimal(200_000)))
    line = DependenceLine("zn", "named", 2031, form, canada, form.share_of(canada.pk), gains=gains)
    assert line.use == (820_000, 820_000)
    assert line.of_use == (Decimal("0.4161"), Decimal("0.4161"))
    assert [round(end, 3) for end in line.reliance_after("facts")] == [Decimal("0.486"), Decimal("0.517")]
    assert [round(end, 3) for end in line.of_use_after("facts")] == [Decimal("0.277"), Decimal("0.294")]
    assert [round(end) for end in line.quantity_after("facts")] == [227_202, 241_452]
    assert line.reliance_after("estimated") is None


def test_every_mineral_of_a_counted_project_has_a_line_and_says_why_it_has_no_figure(at):
    rows = rows_of(ask("dependence", at))
    assert {"sb", "li", "zn", "magnet", "ndpr"} <= {row["mineral"] for row in rows}
    (ndpr,) = [row for row in rows if row["mineral"] == "ndpr"]
    assert ndpr["why_unknown"] == "no import shares and no import reliance are published of it"
    assert all(row["why_unknown"] for row in rows if not row["quantity_after_estimated_high"])


def test_what_was_read_in_a_secondary_text_says_so(at):
    assert {row["read_in_secondary_text"] for row in rows_of(ask("dependence", at, mineral="sb"))} == {"true"}


def test_before_the_edition_was_published_none_of_its_shares_counted(on):
    (row,) = rows_of(ask("dependence", on("2026-02-05"), mineral="sb"))
    assert row["dependence_line"] == "no figures"


def test_an_officer_takes_a_country_off_and_the_sum_follows(at):
    with writing() as recording:
        china = CountryStanding(
            country=Country.objects.get(slug="cn"), standing="other", effective_on=day("2026-06-01"), note="taken off"
        )
        facts.record(china, recording=recording)
        share = ImportShare.objects.get(mineral="sb", form="Total metal and oxide", country__slug="cn")
        assert share.share == Decimal("0.55")
    later = type(at)(at.as_of, recording.moment, recording.serial)
    rows = lines(later, "sb", "Total metal and oxide")
    assert rows["CN"]["is_of_concern"] == "false"
    assert ends(rows["countries of concern, in all"], "import_share") == (0, Decimal("0.18"))
    assert lines(at, "sb", "Total metal and oxide")["CN"]["is_of_concern"] == "true"


@pytest.mark.parametrize("name", ["dependence", "world-output"])
def test_all_minerals_take_no_more_questions_than_one_but_those_that_name_them(at, name):
    def asked(**filters):
        with CaptureQueriesContext(connection) as queries:
            list(ask(name, at, **filters).lines)
        return len(queries)

    assert asked(mineral="sb") == asked(mineral="zn")
    assert asked() - asked(mineral="sb") <= 20
