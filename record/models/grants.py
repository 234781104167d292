"""What the role of web, worker and beat may do on PostgreSQL, table by table: the same list as that of the triggers.

It owns nothing. What is kept for good it may read and add to; it closes a recording, and gives an entity another label.
All verbs it has only on the tables that are named here. The owner's role migrates, and gives these rights after it.
"""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from .facts import Entity
from .recordings import Recording
from .refusals import CLOSING, guarded, labels
from .triggers import schema_of

FREE_APPS = ("admin", "auth", "axes", "contenttypes", "django_celery_beat", "sessions")
"""Tables of libraries: sessions, lock-outs, roles, schedules. Changes of rights are traced by triggers."""
FREE = (
    "record.accesstoken", "record.apicount",
    "record.account", "record.account_groups", "record.account_user_permissions", "record.draft", "record.heartbeat",
    "record.job", "record.openproposal", "record.savedview", "record.sentform", "projects.projectionpart",
    "portfolio.assignment", "portfolio.digest", "portfolio.import", "portfolio.ledgerblock", "portfolio.ledgersum",
)  # fmt: skip
"""Tables of ours that are no record: work under way, drafts, what a reader keeps for herself."""

Right = tuple[str, str, str]
"""Table, verb, and the column of an UPDATE that is no right to the whole row; empty for all columns."""

WRONG, UNLISTED = "record.E002", "record.E003"


def is_free(model: type[models.Model]) -> bool:
    return model._meta.app_label in FREE_APPS or model._meta.label_lower in FREE


def every_model() -> Iterator[type[models.Model]]:
    """Every model with a table of its own."""
    yield from (one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy)


def rights() -> set[Right]:
    """All that the role may do."""
    kept = set(guarded())
    found: set[Right] = {("django_migrations", "SELECT", "")}
    for model in every_model():
        table = model._meta.db_table
        verbs = ("SELECT", "INSERT", "UPDATE", "DELETE") if is_free(model) else ("SELECT", "INSERT")
        found |= {(table, verb, "") for verb in verbs}
        if model in kept:
            found |= {(table, "UPDATE", column) for column in changed(model)}
    return found


def changed(model: type[models.Model]) -> list[str]:
    """The columns of a kept table that may change: what closes a recording, and the labels of an entity."""
    if model is Recording:
        return CLOSING
    return [str(one.column) for one in labels(model)] + ["recording_id"] if issubclass(model, Entity) else []


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` these rights and no other, on every table of the schema; as the owner of the tables."""
    quote, schema = connection.ops.quote_name, schema_of(connection)
    name = quote(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        exist = set(connection.introspection.table_names(cursor))
        for table, verb, column in sorted(rights()):
            if table in exist:
                of = f" ({quote(column)})" if column else ""
                cursor.execute(f"GRANT {verb}{of} ON {schema}.{quote(table)} TO {name}")


def given(connection: BaseDatabaseWrapper, role: str) -> set[Right]:
    """What a role may do, as the database has it."""
    tables = (
        "SELECT c.relname, v.verb, '' FROM pg_class c CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'),"
        " ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) v(verb) WHERE c.relkind = 'r'"
        " AND c.relnamespace = current_schema()::regnamespace AND has_table_privilege(%s, c.oid, v.verb)"
    )
    columns = (
        "SELECT c.relname, 'UPDATE', a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0"
        " AND NOT a.attisdropped AND has_column_privilege(%s, c.oid, a.attnum, 'UPDATE')"
        " AND NOT has_table_privilege(%s, c.oid, 'UPDATE')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{tables} UNION ALL {columns}", [role, role, role])
        return set(cursor.fetchall())


def wrong(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """Each right that the role has and should not, or should have and has not, in words."""
    exist = set(connection.introspection.table_names())
    wanted, found = {one for one in rights() if one[0] in exist}, given(connection, role)
    return [
        *(f"{role} may {told(one)}, and should not." for one in sorted(found - wanted)),
        *(f"{role} may not {told(one)}, and should." for one in sorted(wanted - found)),
    ]


def told(right: Right) -> str:
    table, verb, column = right
    return f"{verb} {column} of {table}" if column else f"{verb} {table}"


@register(Tags.database)
def check_rights(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """One error for each right too many or too few, where an owner of its own is set."""
    role = settings.SERVED_AS
    return [
        Error(sentence, hint="Run: manage.py migrate", id=WRONG)
        for alias in databases or []
        if role and connections[alias].vendor == "postgresql"
        for sentence in wrong(connections[alias], role)
    ]


@register(Tags.models)
def check_listed(**kwargs: object) -> list[CheckMessage]:
    """A table of ours is kept for good or named above, so that nobody forgets to say which."""
    kept = set(guarded())
    return [
        Error(f"{model._meta.label} is neither a record nor named in record/models/grants.py.", id=UNLISTED)
        for model in every_model()
        if model not in kept and not is_free(model)
    ]
