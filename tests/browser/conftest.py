"""A real Chromium before a served site with the public record in it.

The site is a process of its own, on a database of its own, as a person runs it: `LODEBOOK_URL` names one that is served
already. The record is loaded once and copied for each worker of the tests.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from config.accounts import TRIAL_PASSWORD

from .watch import Watched

# A machine that runs a browser, a site and other tests may take seconds for a page; how long it takes is no test.
expect.set_options(timeout=20_000)
ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
ACCOUNTS = """
from django.conf import settings
from portfolio.services.trial_accounts import make_trial_accounts
make_trial_accounts(settings.DEMONSTRATION_ACCOUNTS, password=settings.DEMONSTRATION_PASSWORD)
"""


def environment(folder: Path) -> dict[str, str]:
    """A local trial on SQLite, whatever the tests themselves run on."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "HTTPS", "SECRET_KEY"}
    }
    return {**kept, "VAR_DIR": str(folder), "DEBUG": "true"}


def manage(folder: Path, *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(folder), check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the public record in a database, made by the first worker that asks."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("LODEBOOK_URL"):
        return shared
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "record"
    with (shared / "record.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            manage(folder, "migrate", "-v0")
            manage(folder, "load_reference")
            manage(folder, "load_public_record")
            manage(folder, "shell", "-v0", "-c", ACCOUNTS)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def site(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site."""
    with served(loaded, tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def projected(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site on which the night's projection ran, so that its pages are as full as in use."""
    with served(loaded, tmp_path_factory.mktemp("projected"), "project_capacity") as address:
        yield address


@contextmanager
def served(loaded: Path, folder: Path, *commands: str) -> Iterator[str]:
    """The address of a site on a copy of the record, in `folder`, after each of `commands` has run on it.

    Where `LODEBOOK_URL` names a site that is served already, it is that one.
    """
    if os.environ.get("LODEBOOK_URL"):
        yield os.environ["LODEBOOK_URL"].rstrip("/")
        return
    for file in loaded.glob("lodebook.sqlite3*"):
        shutil.copy(file, folder)
    (folder / "assets").symlink_to(ROOT / "var" / "assets")
    for command in commands:
        manage(folder, command)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "site.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment(folder),
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, folder / "site.log")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=10)
        except urllib.error.HTTPError:
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The site did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, dict]:
    """Who has signed in already, by name."""
    return {}


@pytest.fixture
def as_role(chromium: Browser, site: str, sessions: dict[str, dict]) -> Iterator[Callable[..., Watched]]:
    """A page of somebody who is signed in, watched for errors; at the end nothing may have gone wrong."""
    with signed_in(chromium, site, sessions) as opened:
        yield opened


@pytest.fixture
def as_role_projected(chromium: Browser, projected: str) -> Iterator[Callable[..., Watched]]:
    """The same, of the site on which the projection ran."""
    with signed_in(chromium, projected, {}) as opened:
        yield opened


@contextmanager
def signed_in(chromium: Browser, site: str, sessions: dict[str, dict]) -> Iterator[Callable[..., Watched]]:
    """A function that opens a page of a role; at the end nothing may have gone wrong on any of them."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def opened(role: str, *, width: int = 1280) -> Watched:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            storage_state=sessions.get(role),
            accept_downloads=True,
        )
        context.set_default_navigation_timeout(120_000)
        contexts.append(context)
        page = Watched(context.new_page(), site)
        watched.append(page)
        if role not in sessions:
            page.goto("/login/")
            page.page.get_by_label("User name").fill(role)
            page.page.get_by_label("Password").fill(TRIAL_PASSWORD)
            page.page.get_by_role("button", name="Sign in").click()
            page.page.wait_for_url("**/")
            sessions[role] = context.storage_state()
        return page

    yield opened
    for context in contexts:
        context.close()
    troubles = [trouble for page in watched for trouble in page.troubles]
    assert not troubles
