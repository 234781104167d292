"""The labels of an entity as text, the form in which a change of one is kept; and back."""

from django.db import models

from record.calculations.formatting import plain

from .fields import ExactField


def label(entity: models.Model, name: str) -> str:
    """A column of an entity as text, alike for equal values, a relation as the id of what it names; empty for none.

    Raises ValidationError when the value is none that the column can hold.
    """
    field = column_of(entity, name)
    value = field.to_python(getattr(entity, field.attname))
    if isinstance(field, ExactField):
        field.get_prep_value(value)
        return plain(value, field.places)
    return "" if value is None else str(value)


def apply_label(entity: models.Model, name: str, text: str) -> None:
    """Give `entity`, in memory, the label that `text` spells."""
    field = column_of(entity, name)
    setattr(entity, field.attname, field.to_python(text) if text else field.get_default())


def column_of(entity: models.Model, name: str) -> "models.Field":
    """The column of that name. Raises TypeError where it is a relation of another table to this one."""
    field = entity._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {entity._meta.verbose_name}.")
    return field
