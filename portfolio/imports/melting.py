"""A wide file made long: a column for each year, metric or firm becomes rows of their own."""

from .mapping import Mapping
from .tables import Line, Table, UnreadableFile

# No heading of a file begins with a blank, so these are no column of one.
NUMBER, HEADING, VALUE = " line", " heading", " value"


def melt(table: Table, mapping: Mapping) -> Table:
    """The table with a row for each cell under the columns that `mapping.melted` names; others as they are.

    A row keeps the number of its line in the file, and says what the mapping says of its column. An empty cell is no
    row: it says nothing. Raises UnreadableFile when a heading of the long table would stand twice.
    """
    wide = [name for name in table.header if name in mapping.melted]
    if not wide:
        return table
    import pandas

    says = sorted({ours for name in wide for ours in mapping.melted[name]})
    kept = [name for name in table.header if name not in wide]
    if twice := [name for name in (mapping.melted_into, *says) if name in kept]:
        raise UnreadableFile(
            f"The file has a column {twice[0]}, and rows of their own would say it too. Leave one of them out."
        )
    lines = pandas.DataFrame([line.cells for line in table.lines], columns=table.header, dtype=object)
    lines[NUMBER] = [line.number for line in table.lines]
    long = lines.melt([NUMBER, *kept], wide, HEADING, VALUE, ignore_index=False)
    long = long[long[VALUE] != ""].sort_index(kind="stable")
    found = [
        Line(number, [*cells, value, *(mapping.melted[heading].get(ours, "") for ours in says)], heading)
        for number, *cells, heading, value in long.itertuples(index=False, name=None)
    ]
    columns = f"{len(wide):,} columns were" if len(wide) > 1 else "1 column was"
    empty = len(table.lines) * len(wide) - len(found)
    notes = (*table.notes, f"{columns} read as rows of their own: {', '.join(wide)}.")
    if empty:
        cells = f"{empty:,} empty cells under them say" if empty > 1 else "1 empty cell under them says"
        notes = (*notes, f"{cells} nothing.")
    return Table([*kept, mapping.melted_into, *says], found, notes)
