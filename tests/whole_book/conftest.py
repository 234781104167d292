from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.golden.numbers import number_each_table_from_elsewhere

from .book import make_whole_book


@pytest.fixture(scope="module")
def whole_book(django_db_setup: None, django_db_blocker) -> Iterator[Cast]:
    """The book, written once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        number_each_table_from_elsewhere()  # so that no test finds the number of a row by luck
        yield make_whole_book()
        transaction.set_rollback(True)
