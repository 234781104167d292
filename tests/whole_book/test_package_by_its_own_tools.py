"""What the package holds for other programs passes their own checks: Frictionless, Beancount, pandas."""

import re
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import frictionless
import pandas as pd
import pytest
from beancount.loader import load_file
from django.core.management import CommandError, call_command

from portfolio.exports.beancount import ACCOUNTS
from portfolio.positions.investments import on_record_at
from tests.cast import now

BALANCE = re.compile(r"balance Assets:Committed:\S+  (\d+\.\d\d) ~ 0 USD")


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.both_databases
def test_the_package_of_a_book_with_rows_in_every_table_passes_the_checks_of_other_programs(whole_book, tmp_path):
    with pytest.raises(CommandError, match="is not in the storage"):  # the book's files were never stored
        call_command("audit_package", str(tmp_path / "package.zip"), "--as-of", "2026-06-30")
    folder = tmp_path / "package"
    with ZipFile(tmp_path / "package.zip") as archive:
        archive.extractall(folder)
    frictionless_finds_every_report_as_described(folder)
    beancount_comes_to_our_balances_and_finds_one_that_is_not(folder / "ledger.beancount")
    the_typed_file_of_each_report_has_the_rows_of_its_csv(folder)


def frictionless_finds_every_report_as_described(folder: Path) -> None:
    said = frictionless.validate(str(folder / "datapackage.json"))
    assert (said.valid, said.stats["errors"]) == (True, 0), said.flatten(["name", "rowNumber", "fieldName", "message"])
    assert said.stats["tasks"] == len(list((folder / "reports").iterdir()))


def beancount_comes_to_our_balances_and_finds_one_that_is_not(path: Path) -> None:
    entries, errors, _ = load_file(str(path))
    assert errors == []
    awards = on_record_at(now())
    held = [found for award in awards for figure in ACCOUNTS if (found := getattr(award.balance, figure))]
    told = [one.amount.number for one in entries if type(one).__name__ == "Balance"]
    assert sorted(told) == sorted(held)
    text = path.read_text()
    committed = BALANCE.search(text)
    assert committed
    a_cent_more = str(Decimal(committed[1]) + Decimal("0.01"))
    path.write_text(text[: committed.start(1)] + a_cent_more + text[committed.end(1) :])
    (error,) = load_file(str(path))[1]
    assert "Balance failed" in error.message


def the_typed_file_of_each_report_has_the_rows_of_its_csv(folder: Path) -> None:
    for path in sorted((folder / "reports").iterdir()):
        typed = pd.read_parquet(folder / "parquet" / f"{path.stem}.parquet", dtype_backend="pyarrow")
        plain = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert (path.stem, list(typed.columns), len(typed)) == (path.stem, list(plain.columns), len(plain))
