"""Changes of accounts, roles and assignments, as the database traced them."""

import json
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q, QuerySet

from portfolio.models import Agency, Program
from record.models import Account, Entity, RightsChange
from record.models.rights import EVENTS, tables

from .table_history import Stream
from .values import formatted, in_words

OUTSIDE = "outside a recording"
WHO = ("username", "account_id", "user_id", "officer_id", "name", "group_id")


def changed(was: dict[str, str], became: dict[str, str]) -> tuple[str | None, str | None]:
    """What stood there before and after; of a row that stays, only what differs."""
    if was and became:
        return in_words(was, was, but=became), in_words(became, became, but=was)
    return in_words(was, was), in_words(became, became)


class Rights(Stream):
    """A change under a recording stands with it; any other stands after the recording that was the newest then.

    It is told from the next recording on: until then it may not be all of what happened there.
    """

    @property
    def place(self) -> str:
        return "place"

    def known(self) -> QuerySet:
        return RightsChange.objects.known(self.at)

    @property
    def fact(self) -> str:
        return "rights"

    def since(self, begin: datetime) -> Q:
        return super().since(begin) | Q(made_in=None, moment__gte=begin)

    def about(self, entity: type[Entity], slug: str) -> Q:
        return Q(pk__in=[])

    @property
    def read(self) -> dict[str, str]:
        head = {"pk": "pk", "serial": self.place, "recording": "made_in_id", "traced_at": "moment", "traced": "event"}
        head |= {name: f"made_in__{name}" for name in ("moment", "by_name", "why", "channel", "approval")}
        return head | {name: name for name in ("table", "row_id", "before", "after")}

    def complete(self, piece: list[dict[str, Any]]) -> None:
        nouns = {traced.table: traced.noun for traced in tables()}
        for values in piece:
            values["event"] = f"right {EVENTS[values['traced']]}"
            values["noun"] = nouns.get(values["table"], values["table"])
            values["slug"] = values["row_id"]
            if values["recording"] is None:
                values |= {"moment": values["traced_at"], "by_name": OUTSIDE, "why": OUTSIDE, "channel": OUTSIDE}
                values["approval"] = OUTSIDE
            was, became = (self.words(values[side]) for side in ("before", "after"))
            values["entity"] = next((found[name] for found in (became, was) for name in WHO if found.get(name)), None)
            values["described"] = changed(was, became)

    def described_by(self, values: dict[str, Any]) -> tuple[str | None, str | None]:
        return values["described"]

    @cached_property
    def names(self) -> dict[str, dict[int, str]]:
        """What the number in a column names, by names that stay: an account and a role as they were called then."""
        users = self.called(Account, "username")
        return {
            "account_id": users,
            "user_id": users,
            "officer_id": users,
            "group_id": self.called(Group, "name"),
            "permission_id": dict(Permission.objects.values_list("pk", "codename")),
            "agency_id": dict(Agency.objects.values_list("pk", "slug")),
            "program_id": dict(Program.objects.values_list("pk", "slug")),
        }

    def called(self, model: type[models.Model], column: str) -> dict[int, str]:
        """Number → name as known at the day of the report; a name that changed since is read from its traces."""
        names = dict(model._default_manager.values_list("pk", column))
        later: set[int] = set()
        for change in self.model._default_manager.filter(table=model._meta.db_table).order_by("pk"):
            row = change.row_id
            if row in later:
                continue
            if not self.is_known(change):
                later.add(row)
            described = json.loads((change.before if row in later else change.after) or "{}")
            names[row] = described.get(column, names.get(row, str(row)))
        return names

    def is_known(self, change: RightsChange) -> bool:
        if change.made_in_id is None:
            return change.after_serial < self.at.serial
        return change.made_in_id <= self.at.serial

    def words(self, text: str) -> dict[str, str]:
        kept = json.loads(text) if text else {}
        return {name: self.formatted(name, value) for name, value in kept.items()}

    def formatted(self, name: str, value: Any) -> str:
        if name.startswith("is_"):
            return formatted(bool(value))
        return self.names.get(name, {}).get(value, formatted(value))
