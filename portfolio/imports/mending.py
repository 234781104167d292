"""Cells that were mended in the browser: the file stays as it was sent, and is read with them in their place."""

from collections.abc import Collection
from collections.abc import Mapping as Map

from .kinds import KINDS
from .mapping import Mapping, match
from .tables import Line, Table, UnreadableFile

Mends = Map[str, Map[str, str]]
"""Number of the row → heading → what the cell says now."""

ANSWERS = ("same_as", "reason")
"""Columns by which a row answers what is asked about it; a file need not have them."""


def mended(table: Table, mends: Mends) -> Table:
    """The table with the mended cells; the column of an answer that the file does not have stands at its end."""
    if not mends:
        return table
    added = [name for name in ANSWERS if name not in table.header and any(name in cells for cells in mends.values())]
    header, width = [*table.header, *added], len(table.header)
    lines = []
    for line in table.lines:
        said = mends.get(str(line.number), {})
        cells = [*line.cells, *("" for _ in range(len(header) - width))]
        lines.append(Line(line.number, [said.get(name, cell) for name, cell in zip(header, cells, strict=True)]))
    return Table(header, lines, (*table.notes, *told(table, mends)), table.sheets)


def answered(table: Table, mends: Mends) -> Table:
    """The long table of a wide file with what was answered about single cells of it, in columns at its end."""
    added = [
        name
        for name in ANSWERS
        if name not in table.header
        and any(answer_of(line.of, name) in mends.get(str(line.number), {}) for line in table.lines)
    ]
    if not added:
        return table
    lines = []
    for line in table.lines:
        said = mends.get(str(line.number), {})
        answers = [said.get(answer_of(line.of, name), "") for name in added]
        lines.append(Line(line.number, [*line.cells, *answers], line.of))
    return Table([*table.header, *added], lines, table.notes, table.sheets)


def answer_of(of: str, name: str) -> str:
    """The heading under which an answer about one cell of a wide file is kept."""
    return f"{of}: {name}"


def told(table: Table, mends: Mends) -> list[str]:
    """What was mended, cell by cell, in a sentence; nothing where nothing was."""
    said = []
    for line in table.lines:
        for name, text in mends.get(str(line.number), {}).items():
            before = line.cells[table.header.index(name)] if name in table.header else ""
            said.append(f'row {line.number:,}, {name}: "{before}" is "{text}"')
    if not said:
        return []
    return [f"{len(said):,} {'cell was' if len(said) == 1 else 'cells were'} mended here: {'; '.join(said)}."]


def mendable(header: Collection[str], kind: str, mapping: Mapping, of: str = "") -> dict[str, str]:
    """Our column → the heading of the cell that a person may mend; none where the columns are not matched yet.

    A row of a wide file is one cell of its line, `of` the heading of it; what the mapping says of the row is no cell.
    """
    wanted = [one for one in KINDS[kind].wanted if not one.shown_only]
    known = [one.name for one in wanted]
    says = {ours for name in mapping.melted if name in header for ours in mapping.melted[name]}
    columns = [name for name in header if name not in mapping.melted]
    if is_wide := len(columns) < len(header):
        columns += [mapping.melted_into, *sorted(says)]
    try:
        places = match(columns, [one.name for one in KINDS[kind].wanted], mapping, [], kind=kind)
    except UnreadableFile:
        return {}
    found = {name: columns[place] for place, name in places.items() if name in known and name not in says}
    if is_wide:
        found[mapping.melted_into] = of
    answers = {name: answer_of(of, name) if is_wide else name for name in ANSWERS if name in known}
    return answers | found
