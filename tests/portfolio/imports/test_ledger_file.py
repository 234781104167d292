"""An exported ledger is verified without a database; a touched one is not."""

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import Transaction
from tests.cast import entry, record_entries

from .conftest import exported


@pytest.fixture
def file(cast, tmp_path):
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, "fee", "2026-01-05", "1", note="=1+1"), entry(grant, "fee", "", "2", note="a\nb,c")])
    path = tmp_path / "transactions.csv"
    path.write_bytes(exported("transactions"))
    return path


def test_an_exported_ledger_verifies_without_a_database(file, capsys, django_assert_num_queries):
    head = Transaction.objects.order_by("-number").first().hash
    with django_assert_num_queries(0):
        call_command("check_record", from_csv=file)
    assert f"12 entries follow each other as they were recorded; head {head}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("3000000.00", "3000001.00"), "T000010: its content is not what was recorded"),
        (
            lambda text: "\n".join(line for line in text.split("\n") if "T000009," not in line),
            "T000010: it does not follow",
        ),
        (lambda text: text.replace("transaction,", "entry,", 1), "has no column transaction"),
        (lambda text: text + "INCOMPLETE: this file broke off after 12 rows. Ask again.\n", "broke off or was altered"),
    ],
)
def test_a_touched_file_is_named_by_its_first_wrong_entry(file, change, says):
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CommandError, match=says):
        call_command("check_record", from_csv=file)
