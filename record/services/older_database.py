"""A database that an older version made: it is named, never changed and never deleted."""

from pathlib import Path

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

OURS = ("record", "projects", "portfolio")


class OlderDatabase(Exception):
    """What is older, and how the database is set aside."""


def refuse_older(connection: BaseDatabaseWrapper) -> None:
    """Raises OlderDatabase for a database whose tables the migrations of this version cannot carry over."""
    reason = unknown_migration(connection) or missing_column(connection)
    if reason:
        raise OlderDatabase(f"{reason} Nothing was changed. {set_aside(connection)}")


def unknown_migration(connection: BaseDatabaseWrapper) -> str:
    """A sentence when it ran a migration that this version has not, or ours began without `record`; else empty."""
    loader = MigrationExecutor(connection).loader
    ours = sorted(key for key in loader.applied_migrations if key[0] in OURS)
    foreign = [key for key in ours if key not in loader.disk_migrations]
    if foreign:
        return f"This database was made by an older version: it ran {foreign[0][0]}.{foreign[0][1]}."
    if ours and not any(app == "record" for app, _ in ours):
        return "This database was made by an older version, before the app record."
    return ""


def missing_column(connection: BaseDatabaseWrapper) -> str:
    """A sentence when no migration waits and a table still lacks a column of its model; else empty."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ""
    with connection.cursor() as cursor:
        for label in OURS:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                table = model._meta.db_table
                found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
                lacking = [one.column for one in model._meta.local_concrete_fields if one.column not in found]
                if lacking:
                    return f"This database was made by an older version: {table} has no column {lacking[0]}."
    return ""


def set_aside(connection: BaseDatabaseWrapper) -> str:
    """How a person keeps the old database and begins a new one."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        older = Path(name).with_suffix(".older")
        return f"Set the file (with its log) aside and start again: mkdir {older} && mv {name}* {older}"
    return f"Keep the database {name}, and name a new one in DATABASE_URL."
