"""A report comes as a typed frame: exact, NA for the unknown, and with what was asked and answered beside it."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from inspect import signature

import pandas as pd
import pyarrow as pa
import pytest

import lodebook
from lodebook import streams
from lodebook.columns import OTHERS, PLACES, array
from lodebook.frames import frame, typed
from portfolio.api.kinds import KINDS
from portfolio.exports.json import opening, rest
from portfolio.reports import REPORTS
from portfolio.reports.base import Type
from tests.cast import ROLES, now
from tests.portfolio.exports.made import COLUMNS, NONE, ROW, ZERO, report
from tests.portfolio.reports.answers import ask, csv_bytes

DAY = "2026-06-30"
MONEY, COUNT = pd.ArrowDtype(pa.decimal256(30, 2)), pd.ArrowDtype(pa.int64())


def answered(made) -> pd.DataFrame:
    """The frame that the client makes of a report as the API spells it."""
    told, batches = streams.in_batches(io.BytesIO(opening(made, made.at) + b"".join(rest(made))))
    return frame(told["columns"], typed(told["columns"], batches), {})


def test_the_client_knows_every_type_of_the_record_and_its_places():
    assert {type_.value: type_.places for type_ in Type if type_.places is not None} == PLACES
    assert {type_.value for type_ in Type} == {*PLACES, *OTHERS, "text", "partial_date"}
    made = report(COLUMNS, [ROW, ZERO, NONE])
    ours, theirs = answered(made), made.frame()
    for name in COLUMNS:
        assert ours[name].to_list() == theirs[name].to_list(), name
        assert (ours[name].dtype == theirs[name].dtype) is (name not in PLACES), name


def test_written_as_a_csv_every_type_has_the_bytes_of_the_reports_own_file():
    made = report(COLUMNS, [ROW, ZERO, NONE])
    assert lodebook.to_csv(answered(made)) == csv_bytes(made)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_frame_of_each_report_is_its_csv_to_the_byte(name, cast):
    made = ask(name, now())
    assert lodebook.to_csv(answered(made)) == csv_bytes(made)


def test_over_http_it_is_the_csv_of_the_page(asking, cast, manager, client):
    client.force_login(manager)
    page = client.get(f"/reports/exposure.csv?as_of={DAY}")
    assert lodebook.to_csv(lodebook.report("exposure", as_of=DAY)) == b"".join(page.streaming_content)


def test_money_is_exact_the_unknown_is_na_and_counts_are_integers(asking):
    entries = lodebook.report("transactions", as_of=date(2026, 6, 30))
    assert (entries["amount_usd"].dtype, entries["recording"].dtype) == (MONEY, COUNT)
    assert entries["amount_usd"][0] == Decimal("60000000.00")
    assert entries["amount_usd"][3] is pd.NA
    assert entries["shares"][3] == Decimal("1500000.000000")
    assert entries["counts_from"].dtype == pd.ArrowDtype(pa.date32())
    assert isinstance(entries["counts_from"][0], date)
    assert not any(pd.api.types.is_float_dtype(dtype) for dtype in entries.dtypes)


def test_ten_to_the_fifteen_keeps_its_cent():
    amounts = pd.Series(pd.arrays.ArrowExtensionArray(array("usd", ["1000000000000000.01", "0.02", None])))
    assert amounts.sum() == Decimal("1000000000000000.03")


def test_a_figure_of_more_than_30_digits_is_as_exact_in_a_wider_column():
    great = Decimal("9" * 38 + ".99")
    made = answered(report({"amount_usd": Type.USD}, [(great,), (None,)]))["amount_usd"]
    assert (made[0], made.dtype) == (great, pd.ArrowDtype(pa.decimal256(76, 2)))
    cells = typed([{"name": "n", "type": "usd"}], [[{"n": "0.01"}], [{"n": str(great)}]])
    assert cells["n"].to_pylist() == [Decimal("0.01"), great]


def test_columns_and_sums_can_be_subtracted_multiplied_and_divided_and_stay_exact(asking):
    awards = lodebook.report("investments", as_of=DAY)
    gap = awards["committed_usd"] - awards["disbursed_usd"]
    assert gap[awards["investment"] == "palisade-doe-grant"].item() == Decimal(
        "7000000.00"
    )  # of 10 million, 3 are paid
    sums = awards.groupby("agency")[["committed_usd", "disbursed_usd"]].sum(min_count=1)
    with pytest.raises(pa.ArrowInvalid, match="precision"):
        sums["committed_usd"] - sums["disbursed_usd"]
    sums = lodebook.with_room(sums)
    left = sums["committed_usd"] - sums["disbursed_usd"]
    assert left["DOE"] == sums["committed_usd"]["DOE"] - sums["disbursed_usd"]["DOE"]
    quotients = sums["disbursed_usd"] / sums["committed_usd"]
    assert quotients["DOW"] == 1
    assert (sums["committed_usd"] * 2)["DOW"] == sums["committed_usd"]["DOW"] * 2
    assert lodebook.with_room(awards).attrs == awards.attrs


def test_a_parquet_file_of_the_site_gets_room_as_well(client, cast, manager, tmp_path):
    client.force_login(manager)
    (tmp_path / "file").write_bytes(client.get(f"/reports/exposure.parquet?as_of={DAY}").getvalue())
    read = pd.read_parquet(tmp_path / "file", dtype_backend="pyarrow")
    roomy = lodebook.with_room(read)
    assert roomy["exposure_usd"].dtype == MONEY
    assert lodebook.to_csv(roomy) == lodebook.to_csv(read) == csv_bytes(ask("exposure", now()))


def test_a_frame_that_is_saved_as_parquet_comes_back_with_all_of_it(asking, tmp_path):
    awards = lodebook.report("exposure", as_of=DAY)
    awards.to_parquet(tmp_path / "file")
    again = pd.read_parquet(tmp_path / "file", dtype_backend="pyarrow")
    assert again.equals(awards)
    assert again.attrs == awards.attrs


def test_a_type_that_the_client_does_not_know_is_text_as_given():
    assert array("volume", ["1.25", None]).to_pylist() == ["1.25", None]


def test_the_frame_says_what_was_asked_and_answered(asking):
    awards = lodebook.report("exposure", as_of=DAY, serial=2, agency="DOE")
    told = awards.attrs
    assert (told["report"], told["as_of"], told["serial"], told["filters"]) == ("exposure", DAY, 2, {"agency": "DOE"})
    assert told["page"] == f"{asking}/reports/exposure/?as_of={DAY}&serial=2&agency=DOE"
    assert told["address"] == f"{asking}/api/v1/reports/exposure/?as_of={DAY}&serial=2&agency=DOE"
    assert told["question"] == "How much is at risk: outstanding, and still to be paid?"
    assert told["columns"]["exposure_usd"]["unit"] == "USD"
    assert any("filter" in note for note in told["notes"])
    assert sum(awards["exposure_usd"].dropna()) == Decimal(told["totals"][0]["values"]["exposure_usd"])
    json.dumps(told)  # so that the frame can be saved as Parquet with all of it


def test_known_at_is_told_by_its_recording(asking):
    now_, then = lodebook.report("exposure", as_of=DAY), datetime(2020, 1, 1, tzinfo=now().known_at.tzinfo)
    assert now_.attrs["serial"] == 2
    assert len(now_) > 0
    before = lodebook.report("exposure", as_of=DAY, known_at=then)
    assert (before.attrs["serial"], len(before)) == (0, 0)


def test_a_report_without_rows_keeps_its_columns_and_types(asking):
    none, some = (lodebook.report("exposure", as_of=day) for day in ("1990-01-01", DAY))
    assert (len(none), none.dtypes.to_list()) == (0, some.dtypes.to_list())
    assert lodebook.to_csv(none).decode() == ",".join(some.columns) + "\n"


def test_the_columns_that_are_named_come_in_their_order(asking):
    few = lodebook.report("exposure", as_of=DAY, columns=["exposure_usd", "investment", "exposure_usd"])
    assert list(few.columns) == ["exposure_usd", "investment"]
    assert list(few.attrs["columns"]) == ["exposure_usd", "investment"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [(lodebook.report, REPORTS.values()), (lodebook.objects, [kind.definition for kind in KINDS.values()])],
)
def test_no_filter_has_the_name_of_an_argument(question, asked):
    own = set(signature(question).parameters)
    assert not own & {filter_ for definition in asked for filter_ in definition.filters}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["read", "propose"])
def test_each_role_reads_with_a_token_of_each_scope_that_it_may_make(site, cast, token_of, role, scope):
    if scope == "propose" and ROLES[role] != "officer":
        return
    awards = lodebook.report("exposure", as_of=DAY, url=site, token=token_of(role, scope))
    assert lodebook.to_csv(awards) == csv_bytes(ask("exposure", now()))


def test_the_reports_are_listed(asking):
    listed = lodebook.reports().set_index("name")
    assert list(listed.index) == list(REPORTS)
    assert listed.loc["exposure", "question"] == REPORTS["exposure"].question
    assert listed.loc["stakes", "filters"].startswith("agency, program, company")
