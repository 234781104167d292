"""What changed between the editions of June and October, as anybody can check in the files of 2026_10."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.pages.changes import newest, page
from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import compared_with, kept_moments
from portfolio.public_record.kept_runs import keep_projections
from portfolio.public_record.load import APPROVAL, LOADER
from portfolio.reports.changes_since import DEFINITION
from portfolio.services import capacity
from record.calculations.as_of import AsOf
from record.models import Account, Recording
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAY = date(2026, 6, 18)


@pytest.fixture
def at(editions: list[Recording]) -> AsOf:
    """October 8, as known by the edition of October."""
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


@pytest.fixture
def drawn(editions: list[Recording], at: AsOf) -> AsOf:
    """The same once the projection of each edition is kept, as the command keeps it."""
    keep_projections(editions, by_name=LOADER, approval=APPROVAL)
    later = Recording.objects.as_of(at.as_of, timezone.now())
    capacity.stand_at(later)
    return later


def changes(at: AsOf, **filters) -> list[dict[str, str]]:
    return rows_of(ask("changes-since", at, **filters))


def of(rows: list[dict[str, str]], **said: str) -> list[dict[str, str]]:
    return [row for row in rows if all(row[name] == value for name, value in said.items())]


def test_it_compares_with_the_moment_before_the_newest_edition(at):
    assert [one.name for one in kept_moments(at)] == ["Edition of June 2026"]
    later = AsOf(date(2026, 11, 1), at.known_at, at.serial)
    assert [one.name for one in kept_moments(later)] == ["Edition of October 2026", "Edition of June 2026"]
    assert compared_with(at) == compared_with(later) == compared_with(later, kept="edition-of-june-2026")
    assert compared_with(at).day == DAY


def test_what_was_paid_after_june_has_happened(at):
    """transactions.csv: elmt-dow-preferred-1, 200,000,000 USD in 2026-09; the two shares purchases of 2026-09-11."""
    paid = [row for row in of(changes(at), subject_kind="money") if row["value_after"].startswith("Disbursement")]
    happened = of(paid, change="happened")
    assert [(row["investment"], Decimal(row["concerned_usd"])) for row in happened] == [
        ("elmt-dow-preferred", 200_000_000),
        ("tmq-dow-south32-shares", 17_827_787),
        ("tmq-dow-units", 17_827_787),
    ]


def test_a_payment_of_before_that_june_did_not_know_was_learned(at):
    """transactions.csv: lac-doe-loan-3, 342,000,000 USD on 2026-06-03, fifteen days before the edition of June."""
    (line,) = of(changes(at), investment="lac-doe-loan", value_after="Disbursement: 342,000,000 USD")
    assert (line["change"], line["effective_on"]) == ("learned_or_corrected", "2026-06-03")
    assert line["what_changed"] == "Lithium Nevada Ventures LLC: direct loan, ledger"
    assert line["recorded_why"] == "public record as of 2026-10-08"


def test_a_status_that_changed_says_both(at):
    """statuses.csv: tmq-dow-units closed on 2026-09-11; it was a letter of interest in June."""
    (line,) = of(changes(at), investment="tmq-dow-units", subject_kind="status")
    assert (line["change"], line["effective_on"]) == ("happened", "2026-09-11")
    assert (line["value_before"], line["value_after"]) == ("Letter of interest", "Closed")


def test_what_was_withdrawn_is_corrected_with_its_reason(at):
    """withdrawn.csv: the count of 16,100,000 shares of usar gives way to 16,132,790 of share_counts.csv."""
    counts = of(changes(at, company="usar"), subject_kind="share_count", change="learned_or_corrected")
    (gone,) = [row for row in counts if row["value_before"].startswith("16,100,000")]
    assert (gone["value_after"], gone["note"]) == ("taken back", "The exact count is known now: 16,132,790.")
    assert any(row["value_after"].startswith("16,132,790") for row in counts)


def test_a_close_is_compared_with_the_one_that_stood_on_the_day(at):
    """security_prices.csv: mp closed at 47.26 on 2026-09-18; in June the newest was 55.34 of 2026-02-20."""
    (line,) = of(changes(at, company="mp"), subject_kind="close")
    assert (line["value_before"], line["value_after"]) == ("55.34 USD on 2026-02-20", "47.26 USD on 2026-09-18")


def test_the_two_lists_never_share_a_line(drawn):
    lines = ask("changes-since", drawn).lines
    happened, learned = ([one for one in lines if one.change == name] for name in ("happened", "learned_or_corrected"))
    assert len(happened) + len(learned) == len(lines)
    assert all(one.effective_on and one.effective_on.end > DAY for one in happened)
    dated = [one for one in learned if one.effective_on]
    assert dated
    assert all(one.effective_on.start <= DAY for one in dated)
    june = compared_with(drawn).serial
    assert all(one.recording.serial > june for one in learned)


def test_without_a_projection_no_output_is_compared(at):
    answer = ask("changes-since", at)
    assert answer.notes[-1] == "No projection stood then, so no figure of output is compared."
    assert not [line for line in answer.lines if line.subject == "projection"]


def test_projections_are_compared_once_both_editions_have_theirs(drawn):
    lines = of(changes(drawn), subject_kind="projection")
    assert {row["change"] for row in lines} == {"learned_or_corrected"}
    assert all(" in 2030" in row["what_changed"] and row["value_after"] for row in lines)


def test_a_day_before_the_first_recording_is_compared_by_effective_day_alone(at):
    answer = ask("changes-since", at, since=date(2026, 6, 18))
    assert {line.change for line in answer.lines} == {"happened"}
    assert "compared by effective day alone" in answer.notes[0]
    happened = of(changes(at), change="happened")
    assert of(changes(at, since=date(2026, 6, 18)), change="happened") == happened


def test_with_today_nothing_changed(at):
    assert changes(at, since=at.as_of) == []


def test_it_asks_the_database_a_fixed_number_of_questions(drawn):
    with CaptureQueriesContext(connection) as questions:
        assert len(ask("changes-since", drawn).lines) > 200
    with CaptureQueriesContext(connection) as fewer:
        ask("changes-since", drawn, since=date(2026, 10, 1))
    assert len(fewer) <= len(questions) <= 64


def test_the_briefing_shows_the_five_that_are_about_the_most_dollars(drawn):
    """Of what happened: Sila 1,400 and Elmet 450 million USD (investments.csv of 2026_10), and 1,209 paid to lac."""
    page = newest(drawn)
    assert [row.slug for row in page.happened.rows] == ["sila-osc-loan", "lac-doe-loan", "elmt-dow-preferred"]
    assert (page.shown, len(page.learned.rows)) == (5, 2)


def test_what_is_not_shown_at_once_opens_by_kind_and_no_line_is_lost(drawn):
    shown = page(drawn, Filters())
    for found in shown.lists:
        of_list = [
            line.what for line in DEFINITION.report(at=drawn, filters=Filters()).lines if line.change == found.name
        ]
        folded = [row.line.what for fold in found.folds for row in fold.rows]
        assert sorted(folded + [row.line.what for row in found.rows]) == sorted(of_list)
        assert len(found.rows) == 5
        assert all(row.line.subject == fold.subject for fold in found.folds for row in fold.rows)
        amounts = [row.line.amount or 0 for row in found.rows]
        assert amounts == sorted(amounts, reverse=True)


def test_the_pages_show_both_lists(client, drawn):
    client.force_login(Account.objects.create_user("reader"))
    times = {"as_of": "2026-10-08"}
    briefing = client.get("/", times).content.decode()
    assert "Changed since Edition of June 2026" in briefing
    assert 'href="/changes/?as_of=2026-10-08"' in briefing
    page = client.get("/changes/", times).content.decode()
    assert page.index('id="happened"') < page.index('id="learned_or_corrected"')
    assert 'href="/reports/changes-since.csv?as_of=2026-10-08"' in page
    assert "by effective day alone" in client.get("/changes/", times | {"since": "2026-01-01"}).content.decode()
    refused = client.get("/changes/", times | {"kept": "edition-of-jun-2026"})
    assert refused.status_code == 400
    assert re.search(
        r'Did you mean <a href="[^"]*kept=edition-of-june-2026">edition-of-june-2026', refused.content.decode()
    )


def test_the_briefing_is_compared_with_the_kept_answer_that_is_chosen(client, drawn):
    client.force_login(Account.objects.create_user("reader"))
    times = {"as_of": "2026-11-01"}
    assert "Changed since Edition of June 2026" in client.get("/", times).content.decode()
    chosen = client.get("/", times | {"kept": "edition-of-october-2026"}).content.decode()
    assert "Changed since Edition of October 2026" in chosen
    assert '<option value="edition-of-october-2026" selected>' in chosen
    assert "since Edition of June 2026" not in chosen
    refused = client.get("/", times | {"kept": "edition-of-may"})
    assert refused.status_code == 400
    assert "Choose one under Compare with" in refused.content.decode()


def test_a_label_that_changed_says_both_in_words_and_by_name(at):
    """labels.csv of October: the gallium vehicle moved to the Department of War, and ground was broken at Wagerup."""
    labels = of(changes(at), subject_kind="label", change="happened")
    assert {row["recorded_why"] for row in labels} == {"public record as of 2026-10-08"}
    told = {(row["what_changed"].rpartition(", ")[2], row["value_before"], row["value_after"]) for row in labels}
    assert ("agency", "US Government, agency not specified", "Department of War (Department of Defense)") in told
    assert ("stage", "feasibility study", "construction") in told
    assert not any("citation" in row["what_changed"] for row in labels)


def test_the_split_of_an_award_by_project_is_told(at):
    """USA Rare Earth: 132,000,000 USD of the equity is for Round Top, as the edition of October splits it."""
    (line,) = of(changes(at), subject_kind="reach", investment="usar-doc-equity", project="usar-round-top")
    assert line["value_after"] == "part in USD: 132,000,000 USD; basis: the source names the site"


def test_due_dates_and_authorities_are_told(at):
    """A maturity of 2037 is a day now; the Office of Strategic Capital reported 8.4 billion used on 2026-08-07."""
    due = of(changes(at), subject_kind="due date", investment="mp-osc-samarium-loan")
    assert [row["value_after"] for row in due] == ["taken back", "maturity 2037-08-01"]
    used = of(changes(at), subject_kind="authority", effective_on="2026-08-07")
    assert [row["value_after"] for row in used] == [
        "kind: used, as the agency says; amount: 8,400,000,000 USD; state: reported"
    ]
