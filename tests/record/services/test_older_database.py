"""A database of an older version is named with the way to set it aside, and nothing of it is changed."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from record.services.older_database import OlderDatabase, refuse_older, set_aside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_migrations(settings):
    """As outside the tests, which make their tables from the models."""
    settings.MIGRATION_MODULES = {}


def test_the_database_of_this_version_is_taken():
    refuse_older(connection)


def test_a_migration_that_this_version_has_not_is_named():
    MigrationRecorder(connection).record_applied("projects", "0008_project_funding")
    with pytest.raises(OlderDatabase, match=r"it ran projects\.0008_project_funding\. Nothing was changed"):
        refuse_older(connection)


def test_one_from_before_the_app_record_is_refused():
    MigrationRecorder(connection).migration_qs.filter(app="record").delete()
    with pytest.raises(OlderDatabase, match="before the app record"):
        refuse_older(connection)


def test_a_table_without_a_column_of_its_model_is_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE projects_country RENAME COLUMN name TO called")
    with pytest.raises(OlderDatabase, match="projects_country has no column name"):
        refuse_older(connection)


def test_a_file_is_set_aside_by_one_command(settings):
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        older = Path(str(name)).with_suffix(".older")
        assert set_aside(connection).endswith(f"mkdir {older} && mv {name}* {older}")
    else:
        assert "DATABASE_URL" in set_aside(connection)
