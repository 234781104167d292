"""The product's settings, with what only tests change: a cheap hash, no HTTPS, no lock-out, a database of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for the tests alone")
os.environ.setdefault("HTTPS", "false")

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
API_READS_A_MINUTE = API_WRITES_A_MINUTE = 1_000_000
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
FILES = tempfile.mkdtemp(prefix="lodebook-files-")
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": {**STORAGES["attachments"], "OPTIONS": {**STORAGES["attachments"]["OPTIONS"], "location": FILES}},
}
HEADS_FILE = Path(FILES) / "heads.csv"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # found when asked for: no client of a test looks through all files first
CELERY_BROKER_URL = os.environ.get("REDIS_URL") or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
# Off, unless a test asks for it or CACHE_URL names one.
if not os.environ.get("CACHE_URL"):
    CACHES = CACHES | {"answers": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3" and "LODEBOOK_WRITER" not in os.environ:
    # A file, as in production, since other processes must be able to write to it; one folder for each worker of the
    # run, since runs may overlap. Nothing here has to survive a power cut.
    FOLDER = Path(tempfile.mkdtemp(prefix="lodebook-test-"))
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
