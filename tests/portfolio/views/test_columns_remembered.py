"""The columns that somebody chose of a report show again, for each report and each role, until others are chosen."""

import pytest
from django.test import Client

from portfolio.reports import REPORTS
from tests.cast import Cast

from .headings import headings

pytestmark = pytest.mark.long
ASKED = "as_of=2026-06-30"
ROLES = ("officer", "manager", "auditor", "administrator")
WIDE = [name for name, one in REPORTS.items() if len(one.columns) > 4]
ASKED_BY = {role: WIDE if role == "manager" else WIDE[::12] for role in ROLES}
"""One way serves every report and every role: the manager asks all of them, the others some."""


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def heads(client: Client, address: str) -> list[str]:
    """The headings of the rows of a report, where it leads."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return headings(answer.content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_chose_of_each_report_is_asked_again(cast: Cast, role: str) -> None:
    client = signed_in(cast, role)
    forgotten = {}
    for name in ASKED_BY[role]:
        last = REPORTS[name].columns[-1].name
        assert client.get(f"/reports/{name}/?{ASKED}&column=&column={last}").status_code == 200
    for name in ASKED_BY[role]:
        again = client.get(f"/reports/{name}/?{ASKED}")
        last = REPORTS[name].columns[-1].name
        if (again.status_code, again.get("Location", "")) != (302, f"/reports/{name}/?{ASKED}&column=&column={last}"):
            forgotten[name] = again.status_code
    assert forgotten == {}


def test_the_rows_show_the_first_column_and_what_was_chosen(cast: Cast) -> None:
    client = signed_in(cast, "manager")
    every = heads(client, f"/reports/exposure/?{ASKED}")
    chosen = heads(client, f"/reports/exposure/?{ASKED}&column=exposure_usd&column=agency")
    assert len(chosen) == 3 < len(every)
    assert heads(client, f"/reports/exposure/?{ASKED}") == chosen
    assert heads(client, f"/reports/exposure/?{ASKED}&agency=DOE") == chosen


def test_none_ticked_shows_all_again_and_is_remembered_as_well(cast: Cast) -> None:
    client = signed_in(cast, "manager")
    every = [column.label for column in REPORTS["exposure"].columns]
    assert len(heads(client, f"/reports/exposure/?{ASKED}")) < len(every)
    client.get(f"/reports/exposure/?{ASKED}&column=agency")
    assert heads(client, f"/reports/exposure/?{ASKED}&column=") == every
    assert heads(client, f"/reports/exposure/?{ASKED}") == every


def test_who_shares_a_browser_keeps_a_choice_of_their_own(cast: Cast) -> None:
    client = signed_in(cast, "manager")
    client.get(f"/reports/exposure/?{ASKED}&column=agency")
    client.force_login(cast.people["auditor"])
    assert client.get(f"/reports/exposure/?{ASKED}").status_code == 200


def test_a_column_that_is_gone_is_left_out_of_the_question(cast: Cast) -> None:
    client = signed_in(cast, "manager")
    client.cookies[f"chosen-exposure-{cast.people['manager'].pk}"] = "column=no_such"
    assert client.get(f"/reports/exposure/?{ASKED}").status_code == 200


def test_a_file_has_every_column_whatever_was_chosen(cast: Cast) -> None:
    client = signed_in(cast, "manager")
    client.get(f"/reports/exposure/?{ASKED}&column=agency")
    head = b"".join(client.get(f"/reports/exposure.csv?{ASKED}").streaming_content).decode().splitlines()[0]
    assert head.split(",") == [one.name for one in REPORTS["exposure"].columns]
