"""Comments are added here. A name written with @ is told by the daily letter."""

import re
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import models

from record.calculations.partial_dates import PartialDate
from record.models import Account, Comment, Proposal, Recording

from . import facts

NAME = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
MOST = 2_000
"""Characters of a comment."""

COMMENTED: set[type[models.Model]] = {Proposal}
"""The tables whose rows may be commented on. Apps add theirs in `AppConfig.ready`."""


def say(about: models.Model, text: str, *, recording: Recording, today: date) -> Comment:
    """Add a comment. Raises ValidationError without text, and where a name written with @ is nobody's."""
    if type(about) not in COMMENTED:
        raise ValidationError(f"Nobody comments on a {about._meta.verbose_name}. Comment on its award.")
    if recording.by is None:
        raise ValidationError("A comment is made by a person.")
    if len(text) > MOST:
        raise ValidationError(f"This has {len(text):,} characters. A comment has at most {MOST:,}.")
    named(text)
    said = Comment(
        table=about._meta.db_table,
        row_id=about.pk,
        said_by=recording.by,
        note=text.strip(),
        effective_on=PartialDate.of(today),
    )
    return facts.record(said, recording=recording)


def named(text: str) -> list[Account]:
    """Those whose user names stand in the text with an @. Raises ValidationError for a name that nobody has."""
    active = {one.username.lower(): one for one in Account.objects.filter(is_active=True)} if "@" in text else {}
    found = {}
    for name in NAME.findall(text):
        if name.lower() not in active:
            near = get_close_matches(name.lower(), active, n=3)
            hint = f"Near it: {', '.join(near)}." if near else "Write the name with which the person signs in."
            raise ValidationError(f"Nobody signs in as {name}. {hint}")
        found[name.lower()] = active[name.lower()]
    return list(found.values())


def names(text: str, reader: Account) -> bool:
    """True where the text names the reader with an @."""
    return reader.username.lower() in {name.lower() for name in NAME.findall(text)}
