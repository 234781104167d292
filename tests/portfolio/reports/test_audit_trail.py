"""The trail of everything that was written, from every channel, with what stood there before."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import InvestmentStatus, Terms
from portfolio.services import investments, ledger
from record.models import Account, Recording
from record.services import entities, facts
from tests.cast import PASSWORD, TODAY, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long

GRANT = "palisade-doe-grant"


def trail(at=None, **filters):
    return rows_of(ask("audit-trail", at or now(), **filters))


@pytest.fixture
def after_cast(cast):
    """The cast, and the serial up to which it was set."""
    return Recording.objects.last_serial()


def since(serial, **filters):
    return [row for row in trail(**filters) if row["recording"] and int(row["recording"]) > serial]


def test_an_entry_and_its_reversal_say_who_when_why_and_what(cast, officer, after_cast):
    (fee,) = record_entries([entry(cast.investments[GRANT], Kind.FEE, "2026-01-05", "0.01", note="=1+1")], by=officer)
    with writing(officer, why="entered twice") as recording:
        ledger.reverse(fee, reason="entered twice", recording=recording, today=TODAY)
    undone, made = since(after_cast)
    assert (made["recorded_by"], made["channel"], made["event"], made["fact"]) == (
        "officer",
        "form",
        "recorded",
        "transaction",
    )
    assert (made["investment"], made["company"], made["effective_on"]) == (GRANT, "palisade", "2026-01-05")
    assert "kind: fee; amount: 0.01" in made["row_after"]
    assert (made["row_before"], made["row"]) == ("", fee.reference)
    assert (undone["recorded_why"], undone["effective_on"]) == ("entered twice", "2026-01-05")
    assert "kind: reversal" in undone["row_after"]


def test_a_newer_status_shows_what_it_replaces_and_terms_only_what_differs(cast, after_cast):
    grant = cast.investments[GRANT]
    with writing(why="the press release") as recording:
        status = InvestmentStatus(investment=grant, status=Status.DISBURSING, effective_on=day("2026-02"))
        investments.record(status, recording=recording)
    terms = Terms.objects.filter(investment=grant).latest("pk")
    was = terms.announced_amount
    terms.pk, terms.announced_amount = None, was + 1
    terms._state.adding = True
    with writing(why="amended") as recording:
        investments.record(terms, recording=recording)
    amended, moved = since(after_cast)
    assert (amended["fact"], amended["row_before"], amended["row_after"]) == (
        "terms",
        f"announced_amount: {was:f}",
        f"announced_amount: {was + 1:f}",
    )
    assert moved["row_after"] == "status: disbursing"
    assert moved["row_before"].startswith("status: ")


def test_a_label_and_a_retraction_are_told_with_the_thing_they_are_about(cast, after_cast):
    company = cast.companies["palisade"]
    with writing(why="renamed") as recording:
        entities.relabel(company, {"name": "Palisade Corp"}, recording=recording)
    status = InvestmentStatus.objects.filter(investment=cast.investments[GRANT]).latest("pk")
    with writing(why="a mistake") as recording:
        facts.retract(status, reason="another award", recording=recording)
    retracted, renamed = since(after_cast)
    assert (renamed["fact"], renamed["row_before"], renamed["row_after"]) == (
        "label: name",
        "Palisade Magnetics",
        "Palisade Corp",
    )
    assert (renamed["company"], renamed["about"]) == ("palisade", "palisade")
    assert (retracted["event"], retracted["fact"], retracted["row"]) == (
        "retracted",
        "investment status",
        str(status.pk),
    )
    assert (retracted["investment"], retracted["row_after"]) == (GRANT, "reason: another award")


def test_a_right_given_in_a_shell_is_told_from_the_next_recording_on(cast, after_cast):
    Account.objects.get(username="manager").groups.add(Group.objects.get(name="auditor"))
    assert not [row for row in trail(fact="rights") if row["about"] == "manager" and "auditor" in row["row_after"]]
    with writing(why="something else"):
        pass
    (given,) = [row for row in trail(fact="rights") if row["about"] == "manager" and "auditor" in row["row_after"]]
    assert (given["event"], given["fact"], given["row_after"]) == (
        "right given",
        "role of an account",
        "account_id: manager; group_id: auditor",
    )
    assert (given["recording"], given["recorded_by"]) == ("", "outside a recording")


def test_a_right_changed_under_a_recording_shows_only_what_differs(cast, after_cast):
    with writing(cast.people["officer"], why="leaves"):
        Account.objects.filter(username="manager").update(is_active=False)
    (changed,) = since(after_cast)
    assert (changed["row_before"], changed["row_after"], changed["recorded_why"]) == (
        "is_active: true",
        "is_active: false",
        "leaves",
    )


def test_an_account_is_called_as_it_was_when_the_trail_was_asked(cast):
    with writing(cast.people["officer"], why="helps out"):
        Account.objects.get(username="manager").groups.add(Group.objects.get(name="auditor"))
    then = now()
    described = trail(then, fact="rights")
    assert described[0]["about"] == "manager"
    with writing(cast.people["officer"], why="a new name"):
        Account.objects.filter(username="manager").update(username="director")
    assert trail(then, fact="rights") == described
    assert [row["about"] for row in trail(fact="rights")][:2] == ["director", "director"]


def test_filters_narrow_and_an_earlier_serial_shows_what_was_known_then(cast, officer, after_cast):
    record_entries([entry(cast.investments[GRANT], Kind.FEE, "2026-01-05", "0.01")], by=officer)
    everything = trail()
    assert [row for row in everything if row["investment"] == GRANT] == [
        row for row in trail(investment=GRANT) if row["investment"]
    ]
    assert {row["recorded_by"] for row in trail(officer="officer")} == {"officer"}
    assert {row["fact"] for row in trail(fact="terms")} == {"terms"}
    assert {row["channel"] for row in trail(channel="form")} == {"form"}
    assert trail(since=date(2999, 1, 1)) == []
    assert len(trail(since=date(2020, 1, 1))) == len(everything)
    before = trail(now(serial=after_cast))
    assert before == [row for row in everything if not row["recording"] or int(row["recording"]) <= after_cast]


def test_every_page_of_the_trail_is_its_part_of_the_whole(cast, officer):
    report = ask("audit-trail", now())
    whole = list(report.rows)
    assert len(report.rows) == len(whole) > 40
    for size in (1, 7, 40):
        parts = [report.rows[begin : begin + size] for begin in range(0, len(whole) + size, size)]
        assert [row for part in parts for row in part] == whole


def test_the_page_shows_the_trail_of_an_award_and_refuses_a_kind_that_there_is_not(cast, client):
    client.login(username="auditor", password=PASSWORD)
    page = client.get("/reports/audit-trail/", {"investment": GRANT, "fact": "terms"})
    assert page.status_code == 200
    assert "announced amount" in page.content.decode().replace("_", " ")
    assert client.get("/reports/audit-trail/", {"fact": "tems"}).status_code == 400


def test_a_page_asks_no_more_of_a_long_trail(cast, officer):
    def asked():
        with CaptureQueriesContext(connection) as questions:
            ask("audit-trail", now()).rows[:20]
        return len(questions)

    few = asked()
    record_entries([entry(cast.investments[GRANT], Kind.FEE, "2026-01-05", "0.01") for _ in range(300)], by=officer)
    assert asked() <= few
