"""Which database, and with which options."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# Measured: IMMEDIATE removes "database is locked", WAL brings the speed, 20 seconds cover a starved writer. FULL keeps
# the last commits at a power cut, which NORMAL loses; it leaves 4,000 small commits a second.
# recursive_triggers lets the triggers see the deletion inside a REPLACE.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-64000;"
        "PRAGMA recursive_triggers=ON;"
    ),
}


OWNERS_COMMANDS = ("migrate", "quickstart")
"""What runs as the owner of the tables, where one is set; everything else owns nothing."""


def opened_with(url: str, owner_url: str, command: str) -> str:
    """The address with which a command opens the database."""
    return owner_url if owner_url and command in OWNERS_COMMANDS else url


def served_as(url: str, owner_url: str) -> str:
    """The role of web, worker and beat, where the tables have an owner of their own; empty where they have none.

    Raises ImproperlyConfigured where both addresses are of one role, or of different databases.
    """
    if not owner_url:
        return ""
    own, owner = environ.Env.db_url_config(url), environ.Env.db_url_config(owner_url)
    if own["ENGINE"] != "django.db.backends.postgresql" or own["USER"] == owner["USER"]:
        raise ImproperlyConfigured("OWNER_DATABASE_URL is of PostgreSQL, and of another role than DATABASE_URL.")
    if own["NAME"] != owner["NAME"]:
        raise ImproperlyConfigured("OWNER_DATABASE_URL and DATABASE_URL name two databases. Name one.")
    return str(own["USER"])


def database(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's description of the database that `url` names, or of SQLite under `folder` when it is empty.

    Raises ImproperlyConfigured when the address names neither PostgreSQL nor SQLite.
    """
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "lodebook.sqlite3",
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    chosen: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if chosen["ENGINE"] == "django.db.backends.sqlite3":
        return chosen | {"OPTIONS": dict(SQLITE_OPTIONS)}
    if chosen["ENGINE"] == "django.db.backends.postgresql":
        return chosen | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
