"""Settings come from the environment, and a missing or wrong one is a sentence."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import database
from config.signing import secret_key

NAMES = ("SECRET_KEY", "DEBUG", "HTTPS", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")


def setting(expression: str, tmp_path: Path, **environment: str) -> str:
    """What the settings hold in a process with this environment alone."""
    bare = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", f"from config import settings; print({expression})"],
        env=bare | {"VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_a_site_without_a_key_is_told_what_to_set(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set. Set it to a long random text"):
        secret_key("", debug=False, folder=tmp_path)


def test_a_local_trial_makes_its_key_once(tmp_path: Path):
    first = secret_key("", debug=True, folder=tmp_path)
    assert len(first) >= 50
    assert secret_key("", debug=True, folder=tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_given_is_used(tmp_path: Path):
    assert secret_key("given", debug=False, folder=tmp_path) == "given"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("expression", "environment", "expected"),
    [
        ("settings.DEBUG", {"SECRET_KEY": "x"}, "False"),
        ("settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE", {"SECRET_KEY": "x"}, "True True"),
        ("settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE", {"DEBUG": "true"}, "False False"),
        ("settings.DEMONSTRATION_ACCOUNTS", {"SECRET_KEY": "x"}, "{}"),
        ("sorted(settings.DEMONSTRATION_ACCOUNTS)[-1]", {"DEBUG": "true"}, "officer2"),
        ("settings.CELERY_BROKER_URL", {"DEBUG": "true"}, "redis+socket://{folder}/valkey/valkey.sock"),
        ("settings.CELERY_BROKER_URL", {"DEBUG": "true", "REDIS_URL": "redis://h:1/2"}, "redis://h:1/2"),
        ("settings.ALLOWED_HOSTS[0]", {"SECRET_KEY": "x", "ALLOWED_HOSTS": "a.gov,b.gov"}, "a.gov"),
    ],
)
def test_each_setting_follows_the_environment(expression: str, environment: dict[str, str], expected: str):
    short = Path(tempfile.mkdtemp(dir="/tmp"))  # a test's own folder may be too long for a socket
    assert setting(expression, short, **environment) == expected.replace("{folder}", str(short))
    shutil.rmtree(short)


def test_sqlite_is_the_embedded_default_with_its_measured_options(tmp_path: Path):
    chosen = database("", folder=tmp_path)
    assert chosen["NAME"] == tmp_path / "lodebook.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "recursive_triggers=ON" in chosen["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in chosen["OPTIONS"]["init_command"]


def test_database_url_chooses_postgresql(tmp_path: Path):
    chosen = database("postgres://user:word@host:5433/book", folder=tmp_path)
    assert (chosen["ENGINE"], chosen["NAME"], chosen["HOST"], chosen["PORT"]) == (
        "django.db.backends.postgresql",
        "book",
        "host",
        5433,
    )


def test_another_database_is_refused_in_a_sentence(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin with postgres:// or sqlite:///"):
        database("mysql://host/book", folder=tmp_path)
