"""The migrations make the tables that the models say; most tests make theirs from the models."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).parents[2]
SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'django_migrations'"


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def parts(sql: str) -> list[str]:
    """What a table, an index or a trigger says, whatever the order of its columns and constraints."""
    inner = sql.partition("(")[2] if sql.startswith("CREATE TABLE") else sql
    return sorted(part.strip(" )") for part in inner.split(","))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="there every test runs on what the migrations made")
def test_the_tables_that_tests_make_are_those_that_migrations_make(tmp_path: Path):
    migrated = tmp_path / "migrated.sqlite3"
    there = os.environ | {"DATABASE_URL": f"sqlite:///{migrated}", "DEBUG": "true"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=there, check=True)
    with closing(sqlite3.connect(migrated)) as by_migrations, connection.cursor() as of_the_models:
        theirs = {(kind, name): parts(sql or "") for kind, name, sql in by_migrations.execute(SCHEMA)}
        ours = {(kind, name): parts(sql or "") for kind, name, sql in of_the_models.execute(SCHEMA)}
    assert len(ours) > 500
    assert ours.keys() == theirs.keys()
    assert {name for name, said in ours.items() if said != theirs[name]} == set()
