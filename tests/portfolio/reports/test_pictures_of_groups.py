"""The pictures of slippage, milestones, programs and conflicts say what a reader counts in the rows below them."""

from datetime import date

from portfolio.charts.of_reports import picture_of
from portfolio.charts.slips import slips
from portfolio.reports.slippage import Slippage
from tests.cast import now
from tests.portfolio.reports.answers import ask, rows_of

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def line(grouped_by, group, on_day, *found, of=None, before=None):
    """A group with these slips, of as many milestones or of `of`."""
    return Slippage(
        grouped_by=grouped_by, group=group, on_day=on_day, milestones=of or len(found), slips=found, late=0, overdue=0,
        done=0, mean_before=before,
    )  # fmt: skip


def test_the_mean_slip_is_drawn_by_quarter_and_by_group_the_latest_first():
    """100 days in March; 100 and 20 in June: 60 on average, 40 earlier. Of the two agencies one is 100 days late."""
    whole, by_agency = slips(
        [
            line("all", "all", MARCH, 100, of=2),
            line("all", "all", JUNE, 100, 20, before=100),
            line("agency", "DOE", MARCH, 100),
            line("agency", "DOE", JUNE, 20),
            line("agency", "DOW", JUNE, 100),
            line("agency", "EXIM", JUNE, of=1),
        ],
        {"agency": lambda code: f"the {code}", "mineral": str},
    )
    assert (
        whole.title
        == "Mean slip of all on 2026-06-30: 60 days late, of 2 milestones, 40 earlier than at the last quarter's end"
    )
    assert [(bar.name, bar.text, bar.second) for bar in whole.bars] == [
        ("2026-03-31", "100 days late, of 1 of 2 milestones", 100),
        ("2026-06-30", "60 days late, of 2 milestones", 60),
    ]
    assert by_agency.title == "By agency the latest on 2026-06-30: the DOW, 100 days late, of 1 milestone"
    assert [(bar.name, bar.second) for bar in by_agency.bars] == [("the DOW", 100), ("the DOE", 20)]


def test_what_is_early_has_words_alone():
    (chart,) = slips([line("all", "all", MARCH, -1), line("all", "all", JUNE, -30, before=-1)], {})
    assert [(bar.text, bar.second) for bar in chart.bars] == [
        ("1 day early, of 1 milestone", None),
        ("30 days early, of 1 milestone", None),
    ]
    assert (
        chart.title
        == "Mean slip of all on 2026-06-30: 30 days early, of 1 milestone, 29 earlier than at the last quarter's end"
    )


def test_without_a_known_slip_there_is_no_picture():
    assert slips([line("all", "all", JUNE, of=3)], {}) == []
    assert slips([], {}) == []


def test_slippage_of_the_shipped_record_names_agencies_minerals_and_kinds(on):
    report = ask("slippage", on("2026-06-18"))
    whole, *groups = picture_of(report).chart
    last = [row for row in rows_of(report) if row["grouped_by"] == "all"][-1]
    assert whole.title.startswith(f"Mean slip of all on 2026-06-18: {last['slip_mean_days']} days late, of ")
    assert [one.title.split(" the latest")[0] for one in groups] == ["By agency", "By mineral", "By kind"]
    assert "Department of Energy" in {bar.name for bar in groups[0].bars}


def test_milestones_of_the_shipped_record_are_counted_by_health(on):
    report = ask("milestones", on("2026-06-18"))
    health = [row["health"] for row in rows_of(report)]
    chart = picture_of(report).chart
    behind = health.count("late") + health.count("overdue")
    assert chart.title == f"{behind} of 47 milestones are late or overdue on 2026-06-18"
    assert {bar.name: int(bar.text) for bar in chart.bars} == {
        one.replace("_", " "): health.count(one) for one in set(health)
    }


def test_programs_are_drawn_with_what_is_committed_and_the_face_of_loans_apart(cast):
    """60 million of preferred, a grant of 10; a loan of 100."""
    chart = picture_of(ask("programs", now())).chart
    assert chart.title == "Committed: most under Office of Strategic Capital (DOW-OSC), $60M on 2026-06-30"
    assert [(bar.text, bar.first, bar.second) for bar in chart.bars] == [
        ("$100M face of loans and guarantees", None, 100),
        ("$60M committed", 60, None),
        ("$10M committed", 10, None),
    ]
    lent = picture_of(ask("programs", now(), program="DOE-ATVM")).chart
    assert lent.title.startswith("Face of loans and guarantees: most under")


def test_figures_with_rival_claims_are_counted_once_settled_or_open(on):
    report = ask("conflicts", on("2026-06-18"))
    uses = {(row["entity_kind"], row["entity"], row["figure"]): row["use"] for row in rows_of(report)}
    still_open = [kind for (kind, _, _), use in uses.items() if use == "open"]
    chart = picture_of(report).chart
    assert (
        chart.title == f"{len(still_open)} of {len(uses)} figures that sources give differently are open on 2026-06-18"
    )
    for bar in chart.bars:
        settled = sum(1 for (kind, _, _), use in uses.items() if kind == bar.name and use != "open")
        assert bar.text == f"{still_open.count(bar.name)} open, {settled} settled"


def test_a_report_without_rows_has_no_picture(cast):
    for name in ("slippage", "milestones", "conflicts"):
        assert picture_of(ask(name, now())) is None
