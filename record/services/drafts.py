"""Drafts are saved, read and deleted here, each by the person alone who typed it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from record.models import Account, Draft

LONGEST, MOST = 200_000, 5_000
"""Letters of a draft in all, and its fields."""

Typed = list[dict[str, Any]]
"""Of each field its `name`, its `values` as texts, and the `labels` of what is chosen from a list."""


def save(*, person: Account, address: str, kind: str, name: str, step: str, fields: Any, now: datetime) -> Draft | None:
    """Keep what is typed in place of what was kept before; nothing where no field is left. Raises ValidationError
    for what is no list of fields.
    """
    typed = _checked(fields)
    if not typed:
        delete(person=person, address=address)
        return None
    draft, _ = Draft.objects.update_or_create(
        person=person,
        address=address[:500],
        defaults={
            "kind": kind[:200] or "Form",
            "name": name[:300],
            "step": step[:100],
            "fields": typed,
            "saved_at": now,
        },
    )
    return draft


def find(*, person: Account, address: str) -> Draft | None:
    """The person's own draft of a form."""
    return Draft.objects.filter(person=person, address=address).first()


def delete(*, person: Account, address: str) -> None:
    """Forget the person's own draft of a form, where there is one."""
    Draft.objects.filter(person=person, address=address).delete()


def _checked(fields: Any) -> Typed:
    """The fields as texts. Raises ValidationError for what is none."""
    if not isinstance(fields, list) or len(fields) > MOST:
        raise ValidationError("A draft is a list of fields, each with its name and its values.")
    typed: Typed = []
    for one in fields:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise ValidationError("Each field of a draft has its name and its values.")
        values, labels = ([_text(value) for value in one.get(part) or []] for part in ("values", "labels"))
        typed.append({"name": _text(one["name"])[:200], "values": values, "labels": labels})
    return typed


def _text(value: object) -> str:
    """As text, without the character that no database keeps; the form itself refuses it when it is sent."""
    return str(value).replace("\0", "")
