"""Everything between an installed Lodebook and a served one; can be run again at any time."""

import os
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from portfolio.services.trial_accounts import make_trial_accounts
from record.models.triggers import missing
from record.services.older_database import OlderDatabase, refuse_older


def every_static_file() -> Iterator[tuple[str, FileSystemStorage]]:
    """Yield each static file's name and the storage that has it."""
    for finder in get_finders():
        yield from finder.list([])


class Command(BaseCommand):
    """Migrate, load what is publicly known, and for a local trial make the accounts."""

    help = "Makes the tables, loads the reference data and the public record, and (DEBUG only) the trial accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a site that keeps its own book leave the public record out."""
        parser.add_argument("--without-record", action="store_true", help="load reference data, not the public record")

    def handle(self, *args: Any, without_record: bool = False, **options: Any) -> None:
        """Run each step and say how long it took; raises CommandError with a sentence when the database is away."""
        begun = time.monotonic()
        try:
            refuse_older(connection)
            self.step("Tables", self.migrate)
            if not settings.DEBUG:
                self.step("Static files", self.collect_static)
            self.step("Reference data", lambda: call_command("load_reference", stdout=self.stdout))
            if not without_record:
                self.step("Public record", lambda: call_command("load_public_record", stdout=self.stdout))
                self.step("Projection of capacity", lambda: call_command("project_capacity", stdout=self.stdout))
            if settings.DEMONSTRATION_ACCOUNTS:
                self.step("Trial accounts", self.make_accounts)
        except OlderDatabase as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The {connection.vendor} database could not be used: {reason}") from None
        self.stdout.write(f"Done in {time.monotonic() - begun:.1f} s.")

    def step(self, name: str, do: Callable[[], Any]) -> None:
        """Announce a step, do it, and say how long it took."""
        self.stdout.write(f"{name} ...")
        self.stdout.flush()
        begun = time.monotonic()
        stated = do()
        self.stdout.write(f"{name}: {stated or 'done'} ({time.monotonic() - begun:.1f} s)")

    def migrate(self) -> str:
        """Apply what waits, put up triggers that are missing or of an older version, and return what was done."""
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        lacking = 0 if waiting else len(missing(connection))
        if waiting or lacking:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        if lacking:
            return f"{lacking} triggers put up anew"
        return f"{waiting} migrations applied" if waiting else "up to date"

    def collect_static(self) -> str:
        """Gather and compress what the pages ask for, unless nothing is newer than what was gathered."""
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        newest = max((os.stat(storage.path(name)).st_mtime for name, storage in every_static_file()), default=0.0)
        if manifest.is_file() and manifest.stat().st_mtime >= newest:
            return "up to date"
        call_command("collectstatic", verbosity=0, interactive=False)
        return "collected"

    def make_accounts(self) -> str:
        """Make the trial accounts that are missing."""
        made = make_trial_accounts(settings.DEMONSTRATION_ACCOUNTS, password=settings.DEMONSTRATION_PASSWORD)
        names = ", ".join(settings.DEMONSTRATION_ACCOUNTS)
        return f"{names}; password {settings.DEMONSTRATION_PASSWORD}" + ("" if made else " (unless changed)")
