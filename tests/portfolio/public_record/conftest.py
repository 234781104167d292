import shutil
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from portfolio.public_record.editions import FOLDER
from portfolio.public_record.load import load_public_record
from record.models import Recording
from tests.books import JUNE, LOADED_ON


@pytest.fixture
def folder(tmp_path):
    """A copy of the files of June, to be changed, as the only edition of a folder."""
    return Path(shutil.copytree(FOLDER / JUNE, tmp_path / JUNE))


@pytest.fixture
def load(folder):
    """Load the changed copy."""
    return lambda: next(iter(load_public_record(say=lambda *said: None, today=LOADED_ON, folder=folder.parent)), None)


@pytest.fixture
def change(folder):
    """Replace a text that stands once in a file."""

    def _change(name, before, after):
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8", newline="")

    return _change


@pytest.fixture
def drop(folder):
    """Leave out the rows of a file that begin with a text."""

    def _drop(name, start):
        path = folder / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines)
        path.write_text("".join(kept), encoding="utf-8", newline="")

    return _drop


@pytest.fixture
def at(db):
    """AsOf of a day, as known now, or by an earlier recording."""

    def _at(day, recording=None):
        serial = None if recording is None else recording.serial
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), serial)

    return _at
