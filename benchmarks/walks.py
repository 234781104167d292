"""`python -m benchmarks.walks`: the files that four walks go through, floor by floor, and the calls that climb.

A walk is what a person or the night does: propose an entry, approve it, take a CSV, the nightly jobs. A call climbs
when a file of a lower floor calls one of a higher floor. It does not climb when what is called fills in a class, or
a typed hook, that the lower floor defines: an override, a registered job, the value of a column.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("record", "projects", "portfolio", "config")
"""The apps from the ground up; each may call those before it."""
MOST = {"propose": 68, "approve": 57, "CSV": 40, "night": 114}
"""The files of each walk. Where a walk needs fewer, write the new number here; a test refuses one that needs more."""

PASSES_ON = str(ROOT / "record/calculations/once.py")
"""A decorator: what it calls is the call of who asked it."""


def registered() -> set[Any]:
    """The code of the functions that upper apps register in typed fields of `record.services.jobs.Kind`."""
    from record.services.jobs import KINDS

    hooks = ((kind.work, kind.period_for, kind.is_on) for kind in KINDS.values())
    return {one.__code__ for three in hooks for one in three if one is not None}


@dataclass
class Walk:
    """What was gone through: files by floor, and each call that climbs as (caller, called)."""

    files: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    climbs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def count(self) -> int:
        return sum(map(len, self.files.values()))


def floor_of(path: str) -> int | None:
    """Which floor a file stands on; None for what is not the product's."""
    try:
        parts = Path(path).relative_to(ROOT).parts
    except ValueError:
        return None
    return FLOORS.index(parts[0]) if parts and parts[0] in FLOORS and "migrations" not in parts else None


def fills_a_hook(frame: FrameType, floor: int) -> bool:
    """True when the function called fills in what a lower floor, or a library, defines."""
    name = frame.f_code.co_name
    if name == "<lambda>" or frame.f_code in registered():
        return True
    owner: Any = frame.f_locals.get("self", frame.f_locals.get("cls"))
    if owner is None:
        return False
    kind = owner if isinstance(owner, type) else type(owner)
    for base in kind.__mro__[1:]:
        below = floor_of(getattr(sys.modules.get(base.__module__), "__file__", "") or "")
        if name in vars(base) and (below is None or below <= floor):
            return True
    return False


@contextmanager
def walked() -> Iterator[Walk]:
    """What the block goes through, module bodies and class bodies left out."""
    walk = Walk()

    def see(frame: FrameType, event: str, argument: object) -> None:
        if event != "call" or not frame.f_code.co_flags & CO_OPTIMIZED:
            return
        path = frame.f_code.co_filename
        floor = floor_of(path)
        if floor is None:
            return
        walk.files[FLOORS[floor]].add(str(Path(path).relative_to(ROOT)))
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename == PASSES_ON:
            caller = caller.f_back
        below = None if caller is None else floor_of(caller.f_code.co_filename)
        if below is not None and below < floor and not fills_a_hook(frame, below):
            where = (f"{caller.f_code.co_filename}:{caller.f_code.co_name}", f"{path}:{frame.f_code.co_name}")
            walk.climbs.add((where[0].removeprefix(f"{ROOT}/"), where[1].removeprefix(f"{ROOT}/")))

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield walk
    finally:
        sys.setprofile(before)


def walks() -> dict[str, Callable[[], Any]]:
    """Name → the walk, on a small book that the test's cast makes."""
    from datetime import timedelta

    from django.urls import get_resolver
    from django.utils import timezone

    from portfolio.models import Transaction
    from record.models import Proposal, Source
    from record.services import jobs
    from tests.cast import make_cast
    from tests.desk import add_page, page, sign_in
    from tests.due import run_due

    get_resolver().url_patterns  # noqa: B018 what is imported once is no part of a walk
    cast = make_cast()
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    auditor = sign_in(cast.people["auditor"])
    grant = cast.investments["palisade-doe-grant"]
    asked = {
        "kind": "disbursement", "amount": "1,000,000", "effective_on": "2026-01-15",
        "sources": str(Source.objects.get(slug="cast1").pk), "why": "the invoice",
    }  # fmt: skip

    def approve() -> None:
        proposal = Proposal.objects.latest("pk")
        second.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash})

    def night() -> None:
        for kind in jobs.by_the_clock():
            jobs.enqueue(kind.name, now=timezone.now())
        run_due(clock=lambda: timezone.now() + timedelta(seconds=1))

    return {
        "propose": lambda: first.post(add_page(Transaction, investment=grant), asked),
        "approve": approve,
        "CSV": lambda: b"".join(auditor.get("/reports/transactions.csv").streaming_content),
        "night": night,
    }


def main() -> None:
    """Print each walk on an empty database of its own."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        print("| walk | files | " + " | ".join(reversed(FLOORS)) + " | calls that climb |")
        print("|---|---|" + "---|" * len(FLOORS) + "---|")
        for name, walk in walks().items():
            with walked() as seen:
                walk()
            floors = " | ".join(str(len(seen.files[floor])) for floor in reversed(FLOORS))
            print(f"| {name} | {seen.count} | {floors} | {len(seen.climbs)} |")
            for caller, called in sorted(seen.climbs):
                print(f"  {caller} calls {called}")
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main()
