"""The data frame of a report holds exactly what its CSV holds, and the Parquet file what the frame holds."""

import io
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest

from portfolio.exports.csv_cells import quoted
from portfolio.exports.text import guarded, text
from portfolio.reports import REPORTS
from portfolio.reports.base import Type
from tests.cast import now
from tests.portfolio.exports.made import COLUMNS, NONE, ROW, ZERO, report
from tests.portfolio.reports.answers import ask, csv_bytes


def frame_csv(frame, columns) -> bytes:
    """The frame spelled as the CSV spells a report."""

    def cell(column, value):
        if pd.isna(value):
            return ""
        spelled = text(column, value)
        return quoted(guarded(spelled) if column.type is Type.TEXT else spelled)

    rows = zip(*(frame[column.name] for column in columns), strict=True)
    lines = [",".join(column.name for column in columns)]
    lines += [",".join(cell(column, value) for column, value in zip(columns, row, strict=True)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_frame_of_a_report_is_its_csv_to_the_byte(name, cast):
    found = ask(name, now())
    assert frame_csv(found.frame(), found.columns) == csv_bytes(found)


def test_every_type_goes_through_a_frame_unchanged():
    found = report(COLUMNS, [ROW, ZERO, NONE])
    frame = found.frame()
    assert frame_csv(frame, found.columns) == csv_bytes(found)
    assert frame.isna().sum().to_list() == [1] * len(COLUMNS)


def test_money_is_never_a_float():
    """0.10 + 0.20 is 0.30 and not 0.30000000000000004; 38 digits hold the greatest deal."""
    rows = [(Decimal("0.10"),), (Decimal("0.20"),), (Decimal("7400000000000.00"),), (None,)]
    amounts = report({"amount_usd": Type.USD}, rows).frame()["amount_usd"]
    assert amounts.dtype == pd.ArrowDtype(pa.decimal128(38, 2))
    assert amounts[:2].sum() == Decimal("0.30")
    assert amounts.sum() == Decimal("7400000000000.30")


def test_a_report_without_rows_keeps_its_columns_and_types():
    frame = report({"amount_usd": Type.USD, "on": Type.DATE}, []).frame()
    assert list(frame.columns) == ["amount_usd", "on"]
    assert frame.dtypes.to_list() == [pd.ArrowDtype(pa.decimal128(38, 2)), pd.ArrowDtype(pa.date32())]


def test_the_parquet_file_holds_the_same(client, manager):
    client.force_login(manager)
    response = client.get("/reports/investments.parquet")
    assert response.headers["Content-Type"] == "application/vnd.apache.parquet"
    assert '.parquet"' in response.headers["Content-Disposition"]
    frame = pd.read_parquet(io.BytesIO(response.getvalue()), dtype_backend="pyarrow")
    found = ask("investments", now())
    assert frame_csv(frame, found.columns) == csv_bytes(found)
    grant = frame.set_index("investment").loc["palisade-doe-grant"]
    assert grant["committed_usd"] == Decimal("10000000.00")


def test_a_question_that_was_mistyped_gets_no_parquet_file(client, manager):
    client.force_login(manager)
    assert client.get("/reports/investments.parquet?as_of=someday").status_code == 400
    assert client.get("/reports/invstments.parquet").status_code == 404
