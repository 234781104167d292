"""Thousands of bad files: none is half imported, none ends in an error that nobody expected."""

import os

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Refused, read, write
from portfolio.imports.tables import UnreadableFile
from portfolio.reports import REPORTS
from record.models import Entity, Fact, Recording
from tests.cast import TODAY

from .conftest import exported
from .test_reading import workbook
from .test_round_trip import AWKWARD

# Five thousand in all, shared among the kinds, so that the workers share them too.
EACH = -(-int(os.environ.get("BAD_FILES", "5000")) // len(KINDS))
TABLES = [model._meta.db_table for model in apps.get_models() if issubclass(model, Fact | Entity)]
COUNTS = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
KNOWN = sorted({one.name for kind in KINDS.values() for one in kind.wanted})
HEADINGS = st.one_of(st.sampled_from(KNOWN), st.sampled_from(AWKWARD), st.text(max_size=8))
GOOD = [
    "palisade-doe-grant",
    "saltwash-doe-loan",
    "fee",
    "disbursement",
    "1.00",
    "2026-01-05",
    "cast1",
    "",
    "DOE",
    "palisade",
]
CELLS = st.one_of(st.sampled_from(GOOD), st.sampled_from(AWKWARD), st.text(max_size=12))


def formatted(rows, separator, end):
    return end.join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)


@st.composite
def files(draw, name):
    """A table, mostly of the named kind: odd headings, ragged rows, some encoding; or a good file, bitten."""
    if draw(st.integers(0, 3)) == 0:
        good = draw(st.sampled_from(GOOD_FILES))
        cut = draw(st.integers(0, len(good)))
        return good[:cut] + draw(st.binary(max_size=12)) + good[cut + draw(st.integers(0, 4)) :]
    kind = KINDS[draw(st.sampled_from([name, name, name, *sorted(KINDS)]))]
    header = draw(
        st.one_of(
            st.just([one.name for one in kind.wanted if not one.shown_only]),
            st.lists(HEADINGS, min_size=1, max_size=6),
        )
    )
    width = st.just(len(header)) if draw(st.booleans()) else st.integers(0, len(header) + 2)
    rows = [header, *(draw(st.lists(CELLS, min_size=n, max_size=n)) for n in draw(st.lists(width, max_size=4)))]
    if draw(st.integers(0, 9)) == 0:
        try:
            return workbook([[cell[:100] for cell in row] for row in rows])
        except (ValueError, TypeError):
            return b"PK\x03\x04"
    text = formatted(rows, draw(st.sampled_from(",,,;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1"]))
    return text.encode(encoding, errors="replace")


GOOD_FILES: list[bytes] = []


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_bad_file_is_half_imported_or_ends_in_an_unexpected_error(cast, kind):
    GOOD_FILES[:] = [
        exported(name, spelling)
        for name in sorted({kind, "transactions"} & set(REPORTS))
        for spelling in ("csv", "xlsx")
    ]
    tried = []

    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(content=files(kind))
    def try_one(content):
        tried.append(try_to_import(kind, content))

    try_one()
    assert len(tried) >= EACH
    assert sum(stated != "" for stated in tried) >= EACH // 2, "most of these files were to be bad"


def try_to_import(kind, content):
    """Why a file was refused, or an empty text; either all of it is on record, under one recording, or nothing."""
    before, stated, recording = state(), "", None
    try:
        plan, recording = write(
            read(kind, content, Mapping()), expected=None, why="a bad file", today=TODAY, by_name="loader"
        )
        assert not plan.refused
    except (UnreadableFile, Refused) as error:
        stated = str(error)
        assert stated.endswith((".", "?")), stated
    if recording is None:
        assert state() == before
    else:
        assert Recording.objects.last_serial() == before[0] + 1
    return stated


def state():
    """The newest recording, and how many rows each table of facts and of entities has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT max(serial) FROM record_recording), {COUNTS}")
        return cursor.fetchone()
