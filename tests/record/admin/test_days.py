"""How an officer types a single day: as every other date, and no coarser."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError

from record.admin.sourced import NewSourceForm
from record.models import Source
from record.models.fields import DayField


@pytest.mark.parametrize("typed", ["2025-11-03", "11/3/2025", "Nov 3 2025", "3 November 2025"])
def test_a_day_is_read_as_every_other_date(typed: str) -> None:
    assert DayField().clean(typed) == date(2025, 11, 3)


@pytest.mark.parametrize("typed", ["Nov 2025", "2025", "Q3 2027", "mid-2026"])
def test_what_is_no_single_day_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError, match=f'"{typed}" is no single day. Write it as in Feb 14 2026'):
        DayField().clean(typed)


def test_the_day_on_which_a_source_was_read_is_asked_so_with_its_echo(rf, admin_user) -> None:
    request = rf.get("/")
    request.user = admin_user
    own = admin.site.get_model_admin(Source).formfield_for_dbfield(Source._meta.get_field("accessed_on"), request)
    for field in (own, NewSourceForm().fields["new_accessed_on"]):
        assert field.clean("Nov 3 2025") == date(2025, 11, 3)
        assert field.widget.attrs["data-echo"] == "date"
