"""A file may not have more errors of types than the baseline counts, and fewer are written down."""

from collections import Counter
from pathlib import Path

from config.typing_baseline import BASELINE, ROOT, counts, grown, read, shrunk, strict_folders, write, wrong_in_strict

OUTPUT = """record/a.py:1: error: Missing return type  [no-untyped-def]
record/a.py:9: error: Incompatible types  [assignment]
record/a.py:9: note: See the documentation
record/b.py:3: error: Name "x" is not defined  [name-defined]
"""


def test_errors_are_counted_by_file_and_notes_are_not():
    assert counts(OUTPUT) == {"record/a.py": 2, "record/b.py": 1}


def test_one_more_error_in_a_file_is_refused_and_another_file_does_not_make_up_for_it():
    known = Counter({"record/a.py": 1, "record/c.py": 5})
    assert grown(counts(OUTPUT), known) == ["record/a.py: 2 errors, 1 known", "record/b.py: 1 errors, 0 known"]
    assert shrunk(counts(OUTPUT), known) == ["record/c.py"]


def test_the_baseline_is_read_as_it_was_written(tmp_path: Path):
    write(tmp_path / "known.csv", counts(OUTPUT))
    assert read(tmp_path / "known.csv") == counts(OUTPUT)


def test_a_strict_package_has_no_error_and_no_line_in_the_baseline():
    folders = strict_folders((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"portfolio/calculations/", "portfolio/positions/", "record/services/"} <= set(folders)
    assert [name for name in read(BASELINE) if name.startswith(folders)] == []
    found = Counter({"record/services/facts.py": 1, "record/admin/facts.py": 9})
    assert wrong_in_strict(found, folders) == ["record/services/facts.py: 1 errors, and this package is strict"]
