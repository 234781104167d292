"""What the API calls a column means the same as in the reports."""

from collections import defaultdict

import pytest

from portfolio.api.kinds import KINDS

from .test_vocabulary import columns_by_name


def test_one_name_has_one_type_one_unit_and_one_meaning_in_reports_and_objects():
    meant = defaultdict(set)
    for columns in columns_by_name().values():
        for column in columns.values():
            meant[column.name].add((column.type.value, column.unit, column.meaning))
    for kind in KINDS.values():
        for column in kind.definition.columns:
            meant[column.name].add((column.type.value, column.unit, column.meaning))
    assert {name: told for name, told in meant.items() if len(told) > 1} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_each_name_once_and_none_is_id(kind):
    names = [column.name for column in KINDS[kind].definition.columns]
    assert len(names) == len(set(names))
    assert "id" not in names
    assert set(KINDS[kind].key) <= set(names)
