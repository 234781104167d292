"""Accounts, their roles and their programs at an AsOf, rebuilt from what the database traced; and what each wrote."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group

from portfolio.models import Agency, Assignment, Program
from record.calculations.as_of import AsOf
from record.models import Access, Account, Decision, Proposal, ProposalVersion, Recording, RightsChange
from record.models.access import AccessKind
from record.models.entities_at import EntitiesAt

Rows = dict[int, dict[str, Any]]
"""Number of a row → its columns, as they were last traced."""


@dataclass(slots=True)
class AccountAt:
    """An account as it was known: `programs` by code, an agency's code for all that is of the agency."""

    number: int
    name: str
    is_active: bool
    roles: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    signed_in: datetime | None = None
    files: int = 0
    by_two: int = 0
    by_one: int = 0
    proposed: int = 0
    decided: int = 0


def rows_at(at: AsOf, model: Any) -> Rows:
    """The rows that a traced table had."""
    found: Rows = {}
    for change in RightsChange.objects.known(at).filter(table=model._meta.db_table).order_by("pk"):
        if change.event == "delete":
            found.pop(change.row_id, None)
        else:
            found[change.row_id] = json.loads(change.after)
    return found


def accounts_at(at: AsOf) -> list[AccountAt]:
    """Every account that was not deleted, by name. A fixed number of questions to the database."""
    found = {
        number: AccountAt(number, row["username"], bool(row["is_active"]))
        for number, row in rows_at(at, Account).items()
    }
    groups = dict(Group.objects.values_list("pk", "name"))
    groups |= {number: row["name"] for number, row in rows_at(at, Group).items()}
    for row in rows_at(at, Account.groups.through).values():
        if row["account_id"] in found:
            found[row["account_id"]].roles.append(groups.get(row["group_id"], str(row["group_id"])))
    for number, codes in programs_at(at).items():
        if number in found:
            found[number].programs = sorted(codes)
    count_work(found, at)
    for one in found.values():
        one.roles.sort()
    return sorted(found.values(), key=lambda one: (one.name, one.number))


def programs_at(at: AsOf) -> dict[int, list[str]]:
    """Account → the codes of its programs; the agency's own where all of the agency is assigned."""
    rows = rows_at(at, Assignment).values()
    labelled = EntitiesAt(at)
    agencies = labelled.of(Agency, {row["agency_id"] for row in rows})
    programs = labelled.of(Program, {row["program_id"] for row in rows})
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        owner: Any = programs.get(row["program_id"]) if row["program_id"] else agencies.get(row["agency_id"])
        found[row["officer_id"]].append(owner.code if owner else str(row["agency_id"]))
    return found


def count_work(found: dict[int, AccountAt], at: AsOf) -> None:
    """Put in what each wrote, decided, took, and when each signed in last.

    What a decision approved was written by two, any other recording by one. A proposal, its new wording and a decision
    are counted for themselves.
    """
    own: dict[str, Counter[int]] = defaultdict(Counter)
    kinds = kinds_of_recordings(at)
    for serial, number in Recording.objects.known(at).filter(by__isnull=False).values_list("serial", "by_id"):
        own[kinds.get(serial, "by_one")][number or 0] += 1
    for kind, account, moment in Access.objects.known(at).values_list("kind", "account", "moment"):
        if kind == AccessKind.FILE:
            own["files"][account] += 1
        elif account in found:
            found[account].signed_in = moment
    for kind, counts in own.items():
        for number in counts.keys() & found.keys():
            setattr(found[number], kind, counts[number])


def kinds_of_recordings(at: AsOf) -> dict[int, str]:
    """Serial → what it counts as, of those that no single person wrote a fact by."""
    found: dict[int, str] = {}
    for model in (Proposal, ProposalVersion):
        found |= dict.fromkeys(model.objects.known(at).values_list("recording_id", flat=True), "proposed")
    for serial, written in Decision.objects.known(at).values_list("recording_id", "written_id"):
        found[serial] = "decided"
        if written is not None:
            found[written] = "by_two"
    return found
