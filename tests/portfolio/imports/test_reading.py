"""Files as they are sent: encodings, workbooks, ragged rows, headers; read right or refused in a sentence."""

import csv
import gzip
import io
from pathlib import Path

import pytest
import xlsxwriter

from portfolio.imports.cells import UnreadableCell, number
from portfolio.imports.files import read_table
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping, UnknownColumns, column_of, match
from portfolio.imports.renamed import RENAMED
from portfolio.imports.tables import Formula, Table, UnreadableFile


def workbook(rows, sheets=("Rows",)):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(number, place, value)
    return file.getvalue()


@pytest.mark.parametrize("content", ["name,note\nMüller,ü\n".encode(), "\ufeffname,note\r\nMüller,ü\r\n".encode()])
def test_utf_8_is_read_with_or_without_its_mark(content):
    table = read_table(content)
    assert (table.header, table.lines[0].cells, table.notes) == (["name", "note"], ["Müller", "ü"], ())


def test_windows_1252_is_read_and_said():
    table = read_table("name,note\nMüller,€\n".encode("cp1252"))
    assert table.lines[0].cells == ["Müller", "€"]
    assert "Windows-1252" in table.notes[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        ("name\nx\n".encode("utf-16"), "UTF-16"),
        ("name,note\nü,".encode() + b"\xfc\n", "mixes UTF-8 with another encoding"),
        (b"name,note\n\x81,1\n", "Row 2: a byte"),
        (b"name,name\n1,2\n", "Two columns are called name: 1 and 2"),
        (b"name,\n1,2\n", "Column 2 has no name"),
        (b"name,note\n1,2,3\n", "Row 2: 3 cells under 2 headings"),
        (b"name,note\n1\n", "Row 2: 1 cells under 2 headings"),
        (b'name,note\n1,"2\n', "quotation mark"),
        (b"name;close\nx;1.234\n", "Row 2: 1.234 may be thousands or decimals"),
        (b"name\tclose\nx\t$1,234\n", "Row 2: \\$1,234 may be thousands or decimals"),
        (b"name,note\n1,\0\n", "zero bytes"),
        (b"name,note\n1,2\nINCOMPLETE: this file broke off after 1 rows. Ask again.\n", "broke off"),
        (b"PK\x03\x04nothing", "no workbook"),
        (b"\xd0\xcf\x11\xe0old", "Save it as XLSX"),
        (gzip.compress(b"", mtime=0), "packed \\(gzip\\). Unpack it"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9], "packed \\(gzip\\). Unpack it"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, says):
    with pytest.raises(UnreadableFile, match=says):
        read_table(content)


@pytest.mark.parametrize(("mark", "named"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_columns_are_separated_by_other_marks_too(mark, named):
    table = read_table(f"name{mark}close\nGröße, net{mark}12.50\n".encode("cp1252"))
    assert (table.header, [line.cells for line in table.lines]) == (["name", "close"], [["Größe, net", "12.50"]])
    assert table.notes[-1] == f"The columns are separated by {named}."


@pytest.mark.parametrize("cell", ["12,50", "1.234,50"])
def test_a_comma_before_decimals_is_refused_in_its_cell(cell):
    with pytest.raises(UnreadableCell):
        number(cell, places=8)


def test_a_workbook_is_read_as_the_csv_of_its_first_sheet():
    table = read_table(workbook([["name", "figure", "flag"], ["Ann", 1.5, True], ["00123", 1000, False]], ("A", "B")))
    assert [line.cells for line in table.lines] == [["Ann", "1.5", "true"], ["00123", "1000", "false"]]
    assert table.notes == ('Only the sheet "A" was read, not B.',)


def test_a_formula_of_a_workbook_is_told_from_text():
    table = read_table(workbook([["figure"], ["=1+1"]]))
    assert isinstance(table.lines[0].cells[0], Formula)


def test_empty_lines_are_left_out_and_said():
    table = read_table(b"name,note\n1,2\n,\n\n")
    assert len(table.lines) == 1
    assert "2 empty lines" in table.notes[0]


def test_an_unknown_column_names_the_nearest_known_one():
    with pytest.raises(UnknownColumns, match="The column amuont_usd is unknown. Did you mean amount_usd?"):
        match(["investment", "amuont_usd"], ["investment", "amount_usd"], Mapping(), [])


def test_a_column_is_left_out_by_name_alone():
    mapping = Mapping(ignored=("city",), columns={"Award ID": "investment"})
    assert match(["Award ID", "city", "Amount (USD)"], ["investment", "amount_usd"], mapping, ["investment"]) == {
        0: "investment",
        2: "amount_usd",
    }


def test_two_columns_that_mean_the_same_are_refused():
    with pytest.raises(UnreadableFile, match="both mean amount_usd"):
        match(["Amount USD", "amount_usd"], ["amount_usd"], Mapping(), [])


def test_a_missing_column_is_named():
    with pytest.raises(UnreadableFile, match="The column kind is missing"):
        match(["investment"], ["investment", "kind"], Mapping(), ["kind"])


def test_headings_of_an_earlier_version_are_read_as_what_they_are_called_today():
    """`docs/columns_renamed.csv` names them all; those of the kinds that are read are known to the reader."""
    with (Path(__file__).parents[3] / "docs" / "columns_renamed.csv").open() as file:
        lines = [line for line in csv.DictReader(file) if line["report"] in KINDS]
    assert {(kind, old): new for kind, names in RENAMED.items() for old, new in names.items()} == {
        (line["report"], line["old"]): line["new"] for line in lines
    }
    for kind, names in RENAMED.items():
        columns = {one.name for one in KINDS[kind].wanted}
        assert all(column_of(kind, old) in columns and old not in columns for old in names)
    table = Table(["phase", "said_on"], [])
    found = match(table.header, ["phase", "stated_on"], Mapping(), [], kind="capacity-estimates")
    assert found == {0: "phase", 1: "stated_on"}
