"""What stops a write inside a form: a refusal that goes back onto it, or a preview that is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, OperationalError


class Refused(Exception):
    """Carries the ValidationError to the form; raised inside the transaction, so nothing of it stays."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(str(error))
        self.error = error


class Previewed(Exception):
    """Carries what would follow from a write that is rolled back."""

    def __init__(self, consequences: Any) -> None:
        super().__init__("a preview")
        self.consequences = consequences


@contextmanager
def refusals() -> Iterator[None]:
    """Turn whatever refuses a write into `Refused`; the database's own sentence never reaches an officer."""
    try:
        yield
    except ValidationError as error:
        raise Refused(error) from error
    except PermissionDenied as error:
        raise Refused(ValidationError(str(error))) from error
    except OperationalError:  # somebody else writes just now: it may be sent again
        raise
    except DatabaseError as error:
        sentence = "The database refused this, and nothing was written. Look at the page again, then write it anew."
        raise Refused(ValidationError(sentence)) from error


def put_on(form: Any, error: ValidationError) -> None:
    """Put a refusal on the fields that it names, as far as the form has them, else on the form as a whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, messages in error.message_dict.items():
        form.add_error(name if name in form.fields else None, messages)
