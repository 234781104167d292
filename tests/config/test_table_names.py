"""SQL takes the names of tables from the models."""

from config.table_names import literal_names

NAMES = {"record_recording", "portfolio_transaction"}


def test_a_table_named_in_sql_is_found_with_its_line():
    source = 'a = 1\nQUERY = "SELECT max(serial) FROM record_recording"\n'
    assert list(literal_names(source, NAMES)) == [(2, "record_recording")]


def test_a_name_from_the_model_and_a_word_outside_of_sql_are_no_finding():
    source = 'Q = f"SELECT 1 FROM {Recording._meta.db_table}"\nname = "record_recording"\n'
    assert list(literal_names(source, NAMES)) == []


def test_the_part_of_an_f_string_that_names_a_table_is_found():
    source = 'Q = f"UPDATE portfolio_transaction SET note = {value}"\n'
    assert list(literal_names(source, NAMES)) == [(1, "portfolio_transaction")]
