"""What the command line is told of a bad row is what the form says of it, and nothing is written."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from record.models import Recording
from tests.cast import Cast

from .bad_inputs import bad_inputs
from .test_ways_in import CHOSEN, NOT_WORDS
from .ways import WAYS, Way
from .ways_in import asked_by_form, by_form, is_read_by

pytestmark = pytest.mark.long

OF_FILES = [way for way in WAYS if way.file]


def first_and_last(way: Way, book: Cast) -> list[tuple[str, str]]:
    """Of each column that the file reads and the form asks, the first and the last of what it does not take.

    The first is mostly what cannot be read, the last what a rule refuses.
    """
    found: dict[str, list[str]] = {}
    for name, text in bad_inputs(way, asked_by_form(way, book)):
        if is_read_by(way, name) and name not in CHOSEN and not way.model._meta.get_field(name).is_relation:
            found.setdefault(name, []).append(text)
    return [(name, text) for name, texts in found.items() for text in dict.fromkeys((texts[0], texts[-1]))]


def by_command(way: Way, values: dict[str, str], path: Path) -> str:
    """What `import_file` prints of a file of one row that it is to write, and its last sentence."""
    cells = way.row | {way.columns.get(name, name): text for name, text in values.items()} | {"sources": "cast1"}
    shown = ",".join(f'"{cell}"' for cell in cells.values())
    path.write_text(f"{','.join(cells)}\n{shown}\n", encoding="utf-8")
    said = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_file", way.file, str(path), write=True, stdout=said)
    return f"{said.getvalue()} {refused.value}"


@pytest.mark.parametrize("way", OF_FILES, ids=lambda way: way.id)
def test_a_bad_row_is_refused_in_the_words_of_the_form(ways_book: Cast, way: Way, tmp_path: Path):
    last, wrong = Recording.objects.last_serial(), []
    for name, text in first_and_last(way, ways_book):
        values = way.good | {name: text}
        sentence, told = by_form(way, ways_book, values).get(name), by_command(way, values, tmp_path / "row.csv")
        if not sentence or sentence not in told or NOT_WORDS.search(told):
            wrong.append((name, text[:40], sentence, told))
    assert wrong == []
    assert Recording.objects.last_serial() == last
