"""The role of web, worker and beat on PostgreSQL: what it may, from the same list as the triggers."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from config.databases import opened_with, served_as
from projects.models import Company
from record.models import Channel, Job, Recording, Source, grants
from record.models.refusals import guarded
from record.models.triggers import lower, raise_triggers
from record.services import entities
from record.services.recordings import open_recording
from tests.cast import Cast

from .test_triggers_and_temporary_tables import as_the_application

OWN, OWNER = "postgres://lodebook:x@db:5432/lodebook", "postgres://lodebook_owner:y@db:5432/lodebook"
on_postgresql = [pytest.mark.postgresql, pytest.mark.django_db]


def test_what_is_kept_for_good_is_read_and_added_to_and_no_more():
    rights = grants.rights()
    table = Source._meta.db_table
    assert {verb for one, verb, _ in rights if one == table} == {"SELECT", "INSERT"}
    assert not [one for one in rights if one[1] in ("TRUNCATE", "REFERENCES", "TRIGGER")]


def test_a_recording_is_closed_and_an_entity_bears_another_label():
    rights = grants.rights()
    closing = {column for table, verb, column in rights if table == "record_recording" and verb == "UPDATE"}
    assert closing == {"is_closed", "previous_hash", "hash", "hash_version"}
    labels = {column for table, verb, column in rights if table == "projects_company" and verb == "UPDATE"}
    assert {"name", "recording_id"} <= labels
    assert not {"", "id", "slug", "created_in_id"} & labels


def test_all_verbs_are_given_on_no_table_that_is_guarded():
    assert [model._meta.label for model in guarded() if grants.is_free(model)] == []
    assert (Job._meta.db_table, "DELETE", "") in grants.rights()


def test_every_table_is_kept_for_good_or_named():
    assert grants.check_listed() == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grants, "FREE", [name for name in grants.FREE if name != "record.job"])
        (error,) = grants.check_listed()
    assert error.msg == "record.Job is neither a record nor named in record/models/grants.py."


@pytest.mark.parametrize(("command", "opened"), [("migrate", OWNER), ("quickstart", OWNER), ("runserver", OWN)])
def test_migrations_run_as_the_owner_and_all_else_owns_nothing(command: str, opened: str):
    assert opened_with(OWN, OWNER, command) == opened
    assert opened_with(OWN, "", command) == OWN


def test_the_role_is_that_of_the_plain_address():
    assert served_as(OWN, OWNER) == "lodebook"
    assert served_as(OWN, "") == ""


@pytest.mark.parametrize(
    ("own", "owner", "said"),
    [
        (OWN, OWN, "of another role"),
        ("sqlite:////tmp/x.sqlite3", OWNER, "of PostgreSQL"),
        (OWN, OWNER.replace("/lodebook", "/other"), "two databases"),
    ],
)
def test_two_addresses_that_do_not_fit_are_refused(own: str, owner: str, said: str):
    with pytest.raises(ImproperlyConfigured, match=said):
        served_as(own, owner)


class TestOnPostgresql:
    pytestmark = on_postgresql

    def test_the_role_has_just_these_rights(self):
        with as_the_application():
            pass
        role = f"lodebook_app_{connection.settings_dict['NAME']}"
        assert grants.wrong(connection, role) == []

    def test_a_right_too_many_and_one_too_few_are_named(self):
        with as_the_application():
            pass
        role = f"lodebook_app_{connection.settings_dict['NAME']}"
        with connection.cursor() as cursor:
            cursor.execute(f'GRANT DELETE ON record_source TO "{role}"')
            cursor.execute(f'GRANT UPDATE (slug) ON projects_company TO "{role}"')
            cursor.execute(f'REVOKE INSERT ON record_claim FROM "{role}"')
        with override_settings(SERVED_AS=role):
            said = [error.msg for error in grants.check_rights(["default"])]
        assert said == [
            f"{role} may UPDATE slug of projects_company, and should not.",
            f"{role} may DELETE record_source, and should not.",
            f"{role} may not INSERT record_claim, and should.",
        ]

    def test_it_writes_a_fact_closes_the_recording_and_renames_a_company(self, cast: Cast):
        with (
            as_the_application(),
            open_recording(by_name="tester", why="a new name", channel=Channel.JOB) as recording,
        ):
            entities.relabel(Company.objects.get(slug="palisade"), {"name": "Palisade"}, recording=recording)
        assert Company.objects.get(slug="palisade").name == "Palisade"
        assert Recording.objects.get(serial=recording.serial).is_closed

    @pytest.mark.parametrize("verb", ["UPDATE record_source SET title = 'x'", "DELETE FROM record_source"])
    def test_with_every_trigger_down_it_still_changes_nothing(self, cast: Cast, verb: str):
        lower(connection)
        with (
            as_the_application(),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)
        raise_triggers(connection)


def test_no_role_is_asked_where_no_owner_is_set():
    assert settings.SERVED_AS == ""
    assert grants.check_rights(["default"]) == []
