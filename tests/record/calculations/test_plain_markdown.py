"""A guide is drawn as it is written."""

from record.calculations.plain_markdown import anchor_of, blocks_of, pieces_of

TEXT = """# For officers
## Put an entry right
First *look*, then **act**: `a2-shares`, see [docs](x.md).

1. One
   and more
2. Two

| button | what |
|---|---|
| New | adds |
"""


def test_each_part_of_a_text_is_a_block():
    title, heading, words, entries, table = blocks_of(TEXT)
    assert (title.kind, heading.kind, heading.anchor) == ("h1", "h2", "put-an-entry-right")
    assert words.pieces == [
        ("plain", "First "), ("em", "look"), ("plain", ", then "), ("strong", "act"), ("plain", ": "),
        ("code", "a2-shares"), ("plain", ", see "), ("plain", "docs"), ("plain", "."),
    ]  # fmt: skip
    assert (entries.kind, entries.items) == ("ol", [[[("plain", "One and more")]], [[("plain", "Two")]]])
    assert table.items == [[[("plain", "button")], [("plain", "what")]], [[("plain", "New")], [("plain", "adds")]]]


def test_a_text_without_marks_is_one_piece_and_an_anchor_has_no_marks():
    assert pieces_of("as it is <b>") == [("plain", "as it is <b>")]
    assert anchor_of("When a company splits, spins off") == "when-a-company-splits-spins-off"
