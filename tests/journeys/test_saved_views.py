"""A question with its filters and columns is saved under a name, shared with a role, opened again and dropped."""

import html
import re

import pytest
from django.urls import reverse

from record.models import SavedView
from tests.cast import Cast
from tests.desk import sign_in, words

pytestmark = pytest.mark.django_db
ASKED = "/reports/exposure/?agency=DOE&column=agency&column=exposure_usd&sort=-exposure_usd"


def save(client, address: str = ASKED, name: str = "DOE at risk", shared_with: str = "auditor") -> str:
    data = {"address": address, "name": name, "shared_with": shared_with}
    return words(client.post(reverse("portfolio:view_saved"), data, follow=True))


def headings(page: str) -> list[str]:
    table = page.split("<thead>")[1].split("</thead>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r"<th.*?</th>", table, re.DOTALL)]


def test_a_manager_saves_a_question_and_an_auditor_opens_it(cast: Cast) -> None:
    manager, auditor = sign_in(cast.people["manager"]), sign_in(cast.people["auditor"])
    said = save(manager, f"{ASKED}&page=1")
    assert "Saved as DOE at risk, for every auditor. It stands under Reports." in said
    view = SavedView.objects.get()
    assert view.address == ASKED
    assert f'<a href="{ASKED.replace("&", "&amp;")}">DOE at risk</a>' in auditor.get("/reports/").content.decode()
    assert "DOE at risk" in words(auditor.get("/desk/"))
    page = auditor.get(view.address)
    assert page.status_code == 200
    assert len(headings(page.content.decode())) == 3  # the first column always stands


def test_who_has_another_role_sees_nothing_of_it_and_another_person_does_not_drop_it(cast: Cast) -> None:
    manager, officer = sign_in(cast.people["manager"]), sign_in(cast.people["officer"])
    save(manager)
    assert "DOE at risk" not in words(officer.get("/reports/"))
    number = SavedView.objects.get().pk
    said = words(officer.post(reverse("portfolio:view_dropped"), {"view": number}, follow=True))
    assert "You have no such view." in said
    said = words(manager.post(reverse("portfolio:view_dropped"), {"view": number}, follow=True))
    assert "Dropped: DOE at risk." in said
    assert not SavedView.objects.exists()


def test_the_same_name_takes_the_place_of_the_one_before(cast: Cast) -> None:
    manager = sign_in(cast.people["manager"])
    save(manager)
    save(manager, "/production/?mineral=lithium", shared_with="")
    assert [(one.address, one.shared_with) for one in SavedView.objects.all()] == [("/production/?mineral=lithium", "")]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/reports/",
        "//example.com/",
        "/admin/",
        "/reports/exposure.csv",
        "/nowhere/",
        "",
        "http://[",
    ],
)
def test_what_is_no_page_of_ours_is_not_saved(cast: Cast, address: str) -> None:
    said = save(sign_in(cast.people["manager"]), address)
    assert "This is no page whose question can be saved." in said
    assert not SavedView.objects.exists()


def test_an_address_with_a_zero_character_is_not_saved(cast: Cast) -> None:
    save(sign_in(cast.people["manager"]), "/reports/\x00/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("name", "shared_with"), [("", ""), ("x" * 121, ""), ("mine", "nobody")])
def test_a_name_that_is_missing_or_too_long_and_a_role_that_is_none_are_refused(cast: Cast, name, shared_with) -> None:
    save(sign_in(cast.people["manager"]), name=name, shared_with=shared_with)
    assert not SavedView.objects.exists()


def test_the_page_of_a_report_leads_to_the_form_with_what_it_was_asked(cast: Cast) -> None:
    manager = sign_in(cast.people["manager"])
    (link,) = re.findall(r'href="(/views/[^"]*)"', manager.get(ASKED).content.decode())
    form = manager.get(html.unescape(link)).content.decode()
    assert f'name="address" value="{html.escape(ASKED)}"' in form
    assert "This is no page whose question can be saved." in words(
        manager.get("/views/", {"save": "https://example.com"}, follow=True)
    )


def test_a_column_that_is_none_is_refused_with_what_is_near(cast: Cast) -> None:
    page = sign_in(cast.people["manager"]).get("/reports/exposure/?column=exposure_us")
    assert page.status_code == 400
    assert "exposure_usd" in words(page)
