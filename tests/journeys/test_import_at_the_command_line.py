"""A file that a command writes: what needs a second officer is proposed by a person, the rest may be the system's."""

from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.utils import timezone

from portfolio.imports import workflow
from portfolio.models import Import, ImportState, Transaction
from portfolio.services import imports
from record.models import Recording
from tests.cast import TODAY

from .test_import_proposed import TEXT


def test_at_the_command_line_a_person_proposes_and_the_system_writes(cast, tmp_path):
    file = tmp_path / "payments.csv"
    file.write_text(TEXT)
    out = StringIO()
    call_command("import_file", "transactions", file, by="officer", write=True, stdout=out)
    assert 'A second officer decides about "Write the file' in out.getvalue()
    assert (Transaction.objects.count(), Import.objects.get().state) == (10, ImportState.PROPOSED)


def test_no_command_writes_what_waits_under_nobodys_name(cast, tmp_path):
    file = tmp_path / "payments.csv"
    file.write_text(TEXT)
    before = Recording.objects.last_serial()
    with pytest.raises(CommandError, match=r"A second officer decides about what this file writes.*--by"):
        call_command("import_file", "transactions", file, write=True, stdout=StringIO())
    with pytest.raises(CommandError, match="is not the public record that comes with the program"):
        call_command("load_public_record", folder=tmp_path, stdout=StringIO())
    moved = tmp_path / "moved.csv"
    moved.write_text("investment,agency,program\npalisade-doe-grant,DOW,not stated\n")
    with pytest.raises(CommandError, match="--by"):
        call_command("import_file", "investments", moved, write=True, stdout=StringIO())
    assert Recording.objects.last_serial() == before
    nobodys = imports.keep(
        kind="transactions", filename="a.csv", content=TEXT.encode(), why="a test", by=cast.people["officer"],
        now=timezone.now(),
    )  # fmt: skip
    shown_file = workflow.show(nobodys, today=TODAY)
    Import.objects.filter(pk=nobodys.pk).update(by=None)
    written = workflow.carry_out(workflow.confirm(shown_file, plan_hash=shown_file.plan_hash), today=TODAY)
    assert (written.state, "Let an officer send it" in written.outcome) == (ImportState.REFUSED, True)
    assert Recording.objects.last_serial() == before


def test_what_no_second_officer_decides_about_may_be_the_systems(cast, tmp_path):
    file = tmp_path / "prices.csv"
    file.write_text("company,effective_on,close,currency\npalisade,2026-01-05,12.5,USD\n")
    call_command("import_file", "security-prices", file, write=True, stdout=StringIO())
    newest = Recording.objects.order_by("-serial").first()
    assert (newest.by, newest.approval) == (None, "single control: import")


@pytest.mark.usefixtures("office_of_one")
def test_in_an_office_of_one_a_file_may_be_the_systems(cast, tmp_path):
    file = tmp_path / "payments.csv"
    file.write_text(TEXT)
    call_command("import_file", "transactions", file, write=True, stdout=StringIO())
    assert Transaction.objects.count() == 13


def test_every_command_of_ours_is_known_to_write_no_money_or_to_ask_for_an_officer():
    """A new command is put here once it is clear who answers for what it writes."""
    asks = {"fetch_feed", "import_file", "load_public_record"}
    no_money = {
        "audit_package",
        "check_files",
        "add_up_ledger",
        "check_record",
        "verify_runs",
        "load_reference",
        "print_roles",
        "project_capacity",
        "quickstart",
        "migrate",
        "value_holdings",
        "write_sheet",
    }
    ours = {name for name, app in get_commands().items() if app in ("record", "projects", "portfolio")}
    assert ours == asks | no_money
