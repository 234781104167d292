"""Roles come from tables: applied after a migration, writing only what differs, printed in the docs."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission

from record import roles
from record.management.commands.print_roles import page
from record.models import RightsChange

ROOT = Path(__file__).resolve().parents[2]


def of(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


@pytest.mark.django_db
def test_each_role_has_what_its_table_says_and_nothing_more():
    for role, wanted in roles.granted().items():
        assert of(role) == {codename for _, codename in wanted}
    assert of("manager") == set()
    assert {"add_transaction", "add_source", "change_project"} <= of("officer")


@pytest.mark.django_db
def test_applying_the_tables_again_writes_nothing():
    before = RightsChange.objects.count()
    roles.apply()
    assert RightsChange.objects.count() == before


@pytest.mark.django_db
def test_only_what_differs_is_written_and_traced():
    group = Group.objects.get(name="auditor")
    group.permissions.remove(Permission.objects.get(codename="view_deal"))
    group.permissions.add(Permission.objects.get(codename="add_deal"))
    before = RightsChange.objects.count()
    roles.apply()
    assert RightsChange.objects.count() == before + 2
    assert "view_deal" in of("auditor")
    assert "add_deal" not in of("auditor")


@pytest.mark.django_db
def test_a_permission_that_no_table_has_is_refused_by_name(monkeypatch):
    monkeypatch.setitem(roles.TABLES, "record", {**roles.TABLES["record"], "sorce": roles.READ})
    with pytest.raises(LookupError, match=r"record\.view_sorce"):
        roles.apply()


@pytest.mark.django_db
def test_an_officer_deletes_nothing():
    assert not [codename for codename in of("officer") if codename.startswith("delete_")]


def test_the_page_of_roles_is_the_printed_one():
    assert (ROOT / "docs/roles.md").read_text() == page() + "\n"
