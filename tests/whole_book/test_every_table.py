from tests.cast import Cast

from .book import empty_tables


def test_every_table_of_the_three_apps_has_a_row(whole_book: Cast, db: None) -> None:
    assert empty_tables() == []
