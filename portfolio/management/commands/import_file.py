"""manage.py import_file KIND FILE: show what becomes of every row; with --write, put it on record, all or nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from portfolio.imports import workflow
from portfolio.imports.constants import parse_constants
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Refused, preview, read, write
from portfolio.imports.row_outcomes import Becomes, Plan, not_read
from portfolio.imports.saved import mapping_of
from portfolio.imports.tables import UnreadableFile
from portfolio.models import ImportState
from portfolio.services import imports
from record.models import Account
from record.services import approvals

SHOWN = 50


class Command(BaseCommand):
    help = "Show what a file would put on record, row by row; --write does it. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is imported, how it is read, and who answers for it."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path, help="CSV or XLSX.")
        parser.add_argument("--mapping", default="", help="Name of a saved or shipped mapping, or a JSON file of one.")
        parser.add_argument(
            "--by",
            default="",
            help="User name of the officer: the import stays within the officer's programs, and waits for a second "
            "officer where one decides. Needed for a file that waits; without it any other is the system's import.",
        )
        parser.add_argument("--why", default="", help="The reason that its recording gives.")
        parser.add_argument(
            "--sources", default="", help="Identifiers of the sources that rows without any cite: mp1;mp16."
        )
        parser.add_argument(
            "--all-rows", default="", help='What the file says in no column: "company mp, currency USD".'
        )
        parser.add_argument("--write", action="store_true", help="Put it on record. Without it nothing is written.")
        parser.add_argument("--expect", default="", help="Hash of the preview that was looked at: write nothing else.")

    def handle(self, *args: Any, kind: str, file: Path, **options: Any) -> None:
        """Raises CommandError with one sentence when nothing can be, or was, written."""
        try:
            content = file.read_bytes()
            mapping = self.mapping(kind, options["mapping"])
            if options["all_rows"]:
                known = [one.name for one in KINDS[kind].wanted if not one.shown_only]
                mapping = replace(
                    mapping, constants={**mapping.constants, **parse_constants(options["all_rows"], known)}
                )
            reading = read(kind, content, mapping, sources=options["sources"])
            named: dict[str, Any] = {
                "by": self.officer(options["by"]),
                "by_name": "" if options["by"] else "import at the command line",
                "why": options["why"] or f"Import of {kind} from {file.name} (SHA-256 {reading.sha256[:12]})",
                "today": localdate(),
            }
            if options["write"] and named["by"] and approvals.is_asked():
                self.send(kind, file.name, content, mapping, options, named)
                return
            plan = preview(reading, **named)
            if not options["write"]:
                self.show(plan)
                self.stdout.write(
                    f"Nothing was written. To write exactly this: --write --expect {plan.hash(reading.sha256)}"
                )
                return
            self.require_officer(plan)
            looked_at = None if plan.refused else plan.hash(reading.sha256)
            plan, recording = write(reading, expected=options["expect"] or looked_at, shown=None, **named)
        except Refused as error:
            if error.plan:
                self.show(error.plan)
            raise CommandError(str(error)) from error
        except (UnreadableFile, OSError, json.JSONDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{plan.summary()}.")
        self.stdout.write(f"Recorded as {recording.serial}." if recording else "Nothing new, so nothing was written.")

    def require_officer(self, plan: Plan) -> None:
        """Raises CommandError where a second officer decides about what the file writes, and nobody sends it."""
        if approvals.is_asked() and plan.effect.waits:
            self.show(plan)
            raise CommandError(
                "A second officer decides about what this file writes. Name the officer who sends it: --by OFFICER."
            )

    def send(
        self,
        kind: str,
        filename: str,
        content: bytes,
        mapping: Mapping,
        options: dict[str, Any],
        named: dict[str, Any],
    ) -> None:
        """Do what the officer's own page does: keep the file, and write it, or propose it to a second officer."""
        sent = {"kind": kind, "filename": filename, "content": content, "why": named["why"], "by": named["by"]}
        one = imports.keep(**sent, mapping=mapping.content(), sources=options["sources"], now=now())
        one = workflow.show(one, today=named["today"])
        if one.state == ImportState.SHOWN:
            one = workflow.confirm(one, plan_hash=options["expect"] or one.plan_hash)
            one = workflow.carry_out(one, today=named["today"])
        if one.state == ImportState.REFUSED:
            raise CommandError(one.outcome)
        self.stdout.write(one.outcome)

    def mapping(self, kind: str, name: str) -> Mapping:
        """By its name, or from a file."""
        if name.endswith(".json"):
            return Mapping.of(json.loads(Path(name).read_text(encoding="utf-8")))
        return mapping_of(kind, name) if name else Mapping(kind=kind)

    def officer(self, name: str) -> Account | None:
        if not name:
            return None
        officer = Account.objects.filter(username=name).first()
        if officer is None:
            raise CommandError(f"Nobody is called {name}. Name an officer, or leave --by out.")
        return officer

    def show(self, plan: Plan) -> None:
        """The counts, then the rows that deserve a look, refused ones first."""
        self.stdout.write(f"{plan.summary()}.")
        for note in plan.notes:
            self.stdout.write(note)
        if plan.ignored:
            self.stdout.write(not_read(plan.ignored))
        for what, _, count in plan.effect.written:
            self.stdout.write(f"{what}, {count}")
        telling = [row_outcome for row_outcome in plan.row_outcomes if row_outcome.becomes is not Becomes.SAME]
        telling.sort(key=lambda row_outcome: (row_outcome.becomes is not Becomes.REFUSED, row_outcome.row))
        for row_outcome in telling[:SHOWN]:
            self.stdout.write(
                f"row {row_outcome.row}: {row_outcome.becomes}: {row_outcome.subject} {row_outcome.why}".rstrip()
            )
            for column, before, after in row_outcome.changes:
                if row_outcome.becomes is Becomes.REFUSED:
                    self.stdout.write(f'    {column or "the row"} "{before}": {after}')
                else:
                    self.stdout.write(f"    {column}: {before or 'nothing'} -> {after or 'nothing'}")
        if len(telling) > SHOWN:
            self.stdout.write(f"... and {len(telling) - SHOWN:,} more rows.")
