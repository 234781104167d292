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
from portfolio.imports.mapping import Mapping, UnknownColumns, column_of, likely, match, plain_name, usual
from portfolio.imports.renamed import RENAMED
from portfolio.imports.rows import read_rows
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
        (b"x" * 1_000_001, "Line 1: field larger than field limit"),
        (b'"name,note\n' + b"1,2\n" * 300_000, "Line [0-9]+: field larger than field limit .*quotation mark"),
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


TITLED = "Payments of the quarter,,\nAs of 2026-06-30,,\n,,\nAward,Amount,Date\npalisade-doe-grant,5,2026-01-16\n"


@pytest.mark.parametrize(
    "content",
    [
        TITLED.encode(),
        TITLED.replace(",", ";").encode(),
        TITLED.replace(",,\n", "\n").replace(",", "\t").encode(),
        workbook([line.split(",") for line in TITLED.splitlines()]),
    ],
    ids=["commas", "semicolons", "tabs", "workbook"],
)
def test_titles_above_the_headings_are_left_out_and_said(content):
    table = read_table(content)
    assert table.header == ["Award", "Amount", "Date"]
    assert [(line.number, line.cells) for line in table.lines] == [(5, ["palisade-doe-grant", "5", "2026-01-16"])]
    said = 'Above the headings, in row 4, stood: "Payments of the quarter; As of 2026-06-30". It was left out.'
    assert said in table.notes


def test_a_line_with_a_figure_is_no_line_of_headings():
    with pytest.raises(UnreadableFile, match="Column 2 has no name"):
        read_table(b"name,\npalisade,2\n")
    assert read_table(b"name\npalisade\n").header == ["name"]


@pytest.mark.parametrize("label", ["Total", "TOTALS:", "Grand total"])
def test_a_line_of_totals_is_left_out_and_said(label):
    text = f"investment,amount_usd,effective_on\npalisade-doe-grant,5,2026-01-16\n{label},5,\n".encode()
    rows = read_rows(read_table(text), KINDS["transactions"].wanted, Mapping(constants={"kind": "fee"}))
    assert [row.left_out for row in rows.rows] == ["", f'A line of totals: it says "{label}" and figures alone.']


def test_what_bears_the_name_total_beside_other_words_is_a_row():
    wanted = KINDS["milestone-statements"].wanted
    (row,) = read_rows(read_table(b"project,name\nTotal,TX\n"), wanted, Mapping(constants={"statement": "a"})).rows
    assert (row["project"], row.left_out) == ("Total", "")


@pytest.mark.parametrize(
    ("kind", "heading", "ours"),
    [
        ("transactions", "Amount", "amount_usd"),
        ("transactions", "Type", "kind"),
        ("transactions", "Award", "investment"),
        ("transactions", "Date", "effective_on"),
        ("security-prices", "Ticker", "company"),
        ("security-prices", "Closing price", "close"),
        ("agency-entries", "Date", "acted_on"),
        ("transactions", "Nonsense", ""),
    ],
)
def test_a_usual_heading_is_proposed_for_the_column_that_it_means(kind, heading, ours):
    known = [one.name for one in KINDS[kind].wanted if not one.shown_only]
    assert likely(heading, known) == ours


def test_every_usual_heading_is_spelt_plainly_and_means_a_column_that_a_file_may_have():
    columns = {one.name for kind in KINDS.values() for one in kind.wanted if not one.shown_only}
    for heading, meant in usual().items():
        assert heading == plain_name(heading)
        assert set(meant) <= columns, heading
