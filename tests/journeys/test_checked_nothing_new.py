"""Checked, nothing new: one click on an award, or a ticked list on the desk; dated, and nobody else decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.models import SourceCheck
from record.models import Proposal, Recording
from tests.cast import Cast
from tests.desk import add_page, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]
AWARDS = ("palisade-doe-grant", "palisade-preferred", "palisade-warrant", "saltwash-doe-loan")
SOURCE = "Gazette: Three awards for two mines, 2025-07-10"


def desk(cast: Cast, role: str = "officer", query: str = "") -> str:
    return words(sign_in(cast.people[role]).get(reverse("portfolio:desk") + query))


def check(cast: Cast, *awards: str, role: str = "officer", **sent: str) -> str:
    address = reverse("portfolio:checked")
    return words(sign_in(cast.people[role]).post(address, {"award": awards, **sent}, follow=True))


def test_one_click_on_an_award_is_a_dated_fact_that_waits_for_nobody(cast: Cast) -> None:
    award = cast.investments["saltwash-doe-loan"]
    page = reverse("portfolio:investment", args=[award.slug])
    assert "Checked, nothing new" in words(sign_in(cast.people["officer"]).get(page))
    seen = check(cast, award.slug, page="award")
    today = str(localdate())
    assert f"checked on {today}" in seen
    assert f"Checked, nothing new: saltwash-doe-loan, by {SOURCE}." in seen
    (made,) = SourceCheck.objects.all()
    assert (str(made.effective_on), made.citation.text, made.recording.by_name) == (today, "cast1", "officer")
    assert not Proposal.objects.exists()


def test_a_ticked_list_is_one_recording_and_leaves_the_desk_for_90_days(cast: Cast, settings: object) -> None:
    assert f"Look at {SOURCE}" in desk(cast)
    assert f"{SOURCE} alone" in desk(cast)
    assert "To check 4" in desk(cast)
    serial = Recording.objects.last_serial()
    seen = check(cast, "palisade-preferred", "palisade-warrant", source="cast1")
    assert f"Checked, nothing new: 2 awards, by {SOURCE}." in seen
    assert "To check 2" in seen
    assert Recording.objects.last_serial() == serial + 1
    settings.CHECK_AFTER_DAYS = -1
    assert "To check 4" in desk(cast)


def test_the_report_says_when_it_was_checked_until_the_check_is_retracted(cast: Cast, at_day: Callable) -> None:
    assert at_day("palisade-warrant") == ""
    check(cast, "palisade-warrant")
    assert at_day("palisade-warrant") == str(localdate())


@pytest.fixture
def at_day(cast: Cast) -> Callable[[str], str]:
    def told(slug: str) -> str:
        answer = sign_in(cast.people["auditor"]).get("/reports/investments.csv")
        head, *rows = [row.split(",") for row in b"".join(answer).decode().splitlines()]
        (row,) = [one for one in rows if one[0] == slug]
        return row[head.index("checked_on")]

    return told


def test_a_check_is_refused_with_the_next_step(cast: Cast) -> None:
    assert "Tick the awards that you checked" in check(cast)
    assert "No award is on record as nowhere" in check(cast, "nowhere")
    assert "No source is on record as cast2. Did you mean cast1?" in check(cast, "palisade-warrant", source="cast2")
    check(cast, "palisade-warrant")
    assert f"officer checked palisade-warrant by {SOURCE} on" in check(cast, "palisade-warrant", role="officer2")
    assert SourceCheck.objects.count() == 1


@pytest.mark.parametrize("role", ["manager", "auditor", "administrator"])
def test_only_an_officer_of_the_program_checks(cast: Cast, role: str) -> None:
    page = reverse("portfolio:investment", args=["palisade-warrant"])
    assert "Looked at" not in words(sign_in(cast.people[role]).get(page))
    assert "is not assigned to" in check(cast, "palisade-warrant", role=role)
    assert not SourceCheck.objects.exists()


def test_another_source_and_another_day_are_named_in_the_form_of_the_record(cast: Cast) -> None:
    client, address = sign_in(cast.people["officer"]), add_page(SourceCheck, investment=cast.investments[AWARDS[0]])
    yesterday = localdate() - timedelta(days=1)
    new = {"new_publisher": "DOE", "new_title": "List of grants", "why": "the list was read"}
    assert "Name the source" not in words(client.post(address, {**new, "effective_on": str(yesterday)}))
    (made,) = SourceCheck.objects.all()
    assert made.counts_from == yesterday
    late = {**new, "effective_on": str(localdate() + timedelta(days=1))}
    assert "has not come yet" in words(client.post(address, late))
    assert "Give the day on which you looked" in words(client.post(address, {**new, "effective_on": "2026"}))


def test_all_lines_of_a_section_are_one_link_away(cast: Cast) -> None:
    shown = sign_in(cast.people["officer"]).get(reverse("portfolio:desk") + "?all=to-check").content.decode()
    assert shown.count('name="award"') == 4


def test_where_nothing_is_due_the_button_of_the_desk_leads_to_words_and_to_the_list_of_awards(cast: Cast) -> None:
    address = reverse("portfolio:desk") + "?all=to-check"
    assert "Nothing is due" not in words(sign_in(cast.people["officer"]).get(address))
    check(cast, *cast.investments)
    answer = sign_in(cast.people["officer"]).get(address)
    assert "Nothing is due: the sources of each award" in words(answer)
    shown = answer.content.decode()
    assert shown.count('id="desk-to-check"') == 1
    assert reverse("portfolio:report", args=["investments"]) in shown
    assert "Nothing is due" not in words(sign_in(cast.people["officer"]).get(reverse("portfolio:desk")))
