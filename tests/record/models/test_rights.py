"""No right is given, changed or taken away without a trace, whatever channel it comes through."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from portfolio.models import Assignment
from record.models import Account, Recording, RightsChange
from tests.cast import PASSWORD, writing
from tests.desk import page, sign_in, words

pytestmark = pytest.mark.django_db


def described(text):
    """The columns of a trace; no row, no column."""
    return json.loads(text) if text else {}


@pytest.fixture
def since(cast):
    """What was traced after the cast was set, oldest first."""
    last = RightsChange.objects.order_by("-pk").first().pk
    return lambda: list(RightsChange.objects.filter(pk__gt=last).order_by("pk"))


def test_a_role_given_in_a_shell_is_traced_and_names_no_recording(cast, since):
    user = Account.objects.get(username="manager")
    officers = Group.objects.get(name="officer")
    user.groups.add(officers)
    (change,) = since()
    assert (change.table, change.event, change.made_in) == ("record_account_groups", "insert", None)
    assert described(change.after) == {"account_id": user.pk, "group_id": officers.pk}
    assert described(change.before) == {}


def test_bulk_and_raw_changes_of_accounts_are_traced_row_by_row(cast, since):
    Account.objects.filter(username__in=["manager", "auditor"]).update(is_superuser=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE record_account SET is_active = %s WHERE username = 'officer2'", [False])
    found = [(described(one.after)["username"], described(one.before), described(one.after)) for one in since()]
    assert {name for name, *_ in found[:2]} == {"manager", "auditor"}
    assert all(after["is_superuser"] == 1 and before["is_superuser"] == 0 for _, before, after in found[:2])
    assert (found[2][0], found[2][1]["is_active"], found[2][2]["is_active"]) == ("officer2", True, False)


def test_signing_in_and_a_password_change_no_right_and_leave_no_trace(cast, since):
    user = Account.objects.get(username="manager")
    user.set_password("another long word")
    user.last_login = user.date_joined
    user.save()
    assert since() == []


def test_an_assignment_taken_away_is_traced_under_the_open_recording(cast, since):
    mine = Assignment.objects.filter(officer__username="officer").first()
    with writing(why="she leaves") as recording:
        mine.delete()
    (change,) = since()
    assert (change.event, change.made_in.why, change.made_in) == ("delete", "she leaves", recording)
    assert described(change.before)["agency_id"] == mine.agency_id


@pytest.mark.parametrize("do", [lambda rows: rows.update(after="{}"), lambda rows: rows.delete()])
def test_a_trace_is_neither_changed_nor_deleted(cast, do):
    with pytest.raises(DatabaseError), transaction.atomic():
        do(RightsChange.objects.all())


def test_a_trace_is_not_put_under_a_recording_that_is_past(cast):
    past = Recording.objects.first()
    with pytest.raises(DatabaseError, match="newest recording"), transaction.atomic():
        RightsChange.objects.create(
            moment=past.moment,
            table="record_account",
            row_id=1,
            event="insert",
            made_in=past,
            after_serial=past.serial,
        )


def test_an_administrator_gives_a_role_with_a_reason_in_one_recording(cast, since):
    user = Account.objects.get(username="manager")
    desk = sign_in(cast.people["administrator"])
    stated = {"username": "manager", "groups": [str(Group.objects.get(name="auditor").pk)], "is_active": "on"}
    last = Recording.objects.last_serial()
    assert "This is needed. Fill it in." in words(desk.post(page(user), stated))
    assert (Recording.objects.last_serial(), since()) == (last, [])
    response = desk.post(page(user), stated | {"why": "Moves to the audit office"})
    assert response.status_code == 302, words(response)
    recording = Recording.objects.get(serial=last + 1)
    assert (recording.by_name, recording.why, recording.is_closed) == (
        "administrator",
        "Moves to the audit office",
        True,
    )
    assert [(one.event, one.made_in_id) for one in since() if one.table == "record_account_groups"] == [
        ("delete", last + 1),
        ("insert", last + 1),
    ]
    assert "Moves to the audit office" not in words(desk.post(page(user), stated | {"why": "nothing new"}))
    assert Recording.objects.last_serial() == last + 1


def test_an_administrator_opens_an_account_and_assigns_a_program(cast, since):
    desk = sign_in(cast.people["administrator"])
    stated = {"username": "officer3", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    response = desk.post(reverse("admin:record_account_add"), stated | {"why": "joins"})
    assert response.status_code == 302, words(response)
    opened = Account.objects.get(username="officer3")
    opened.groups.add(Group.objects.get(name="officer"))
    stated = {"officer": opened.pk, "agency": cast.agencies["DOE"].pk, "program": "", "why": "takes over"}
    response = desk.post(reverse("admin:portfolio_assignment_add"), stated)
    assert response.status_code == 302, words(response)
    described = [(one.table, one.made_in.why if one.made_in else None) for one in since()]
    assert described == [
        ("record_account", "joins"),
        ("record_account_groups", None),
        ("portfolio_assignment", "takes over"),
    ]
    response = desk.post(page(Assignment.objects.get(officer=opened), "delete"), {"post": "yes"})
    assert response.status_code == 302
    assert since()[-1].made_in.why == "A change of assignments in the admin"
