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
