"""The few lines that docs/auditor.md gives to an auditor verify an exported ledger, and find a changed one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portfolio.calculations.entry_chain import CONTENT
from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from tests.cast import entry, now, record_entries
from tests.portfolio.reports.answers import ask, csv_bytes

DOCS = Path(settings.BASE_DIR) / "docs"


@pytest.fixture
def run(cast, officer, tmp_path):
    """Run the script of the document, in a Python with nothing installed, on the ledger after a change of its bytes."""
    (script,) = re.findall(r"```python\n(.*?)```", (DOCS / "auditor.md").read_text(encoding="utf-8"), re.S)
    (tmp_path / "verify.py").write_text(script, encoding="utf-8")
    notes = ("=1+1", "'=1+1", "''x", '"quoted", text', "two\r\nlines", "\ttab", "＝全角", "🪨", "-0.01", "é")
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, Kind.FEE, "2026-01", "0.01", note=note) for note in notes], by=officer)

    def _run(change=lambda content: content):
        (tmp_path / "ledger.csv").write_bytes(change(csv_bytes(ask("transactions", now()))))
        command = [sys.executable, "-I", "-S", "verify.py", "ledger.csv"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    return _run


def test_the_script_verifies_the_ledger(run):
    done = run()
    head = Transaction.objects.order_by("-number").first().hash
    assert done.stdout == f"20 entries follow from each other. The head of the chain is {head}.\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("before", "after"), [(b",20000000.00,", b",20000000.01,"), (b"2026-02-15", b"2026-02-16"), (b"'=1+1", b"'=1+2")]
)
def test_the_script_finds_a_changed_cell(run, before, after):
    done = run(lambda content: content.replace(before, after, 1))
    assert done.returncode == 1
    assert "is not what was recorded." in done.stderr


def test_the_script_finds_a_missing_row(run):
    done = run(lambda content: b"\n".join(content.split(b"\n")[:3] + content.split(b"\n")[4:]))
    assert "T000004 does not follow the entry before it" in done.stderr


def test_methods_name_what_the_hash_covers_and_every_kind_of_entry():
    text = (DOCS / "methods.md").read_text(encoding="utf-8")
    assert ", ".join(sorted(CONTENT)) in text
    assert [kind for kind in Kind if kind.replace("_", " ") not in text.replace("-", " ")] == []
