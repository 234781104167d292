"""The version of each module of formulas: raised by whoever changes a figure, so that a kept answer says which did.

They stand in `formula_versions.csv`, beside the SHA-256 of what each module does (its syntax without its words), which
tests/golden/test_formula_versions.py compares.
"""

import ast
import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = Path(__file__).parent / "formula_versions.csv"
PACKAGES = ("record", "projects", "portfolio")
FIRST = 1


@cache
def written() -> dict[str, tuple[int, str]]:
    """Module → its version and its digest, as they are written down."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        return {row["module"]: (int(row["version"]), row["sha256"]) for row in csv.DictReader(file)}


def raised() -> dict[str, int]:
    """The modules whose version is not the first: what is kept with an answer."""
    return {name: version for name, (version, _) in written().items() if version != FIRST}


def changed(kept: Mapping[str, int], module: str) -> list[str]:
    """Which formulas that a module reaches are of another version than the kept ones, in words.

    One that is gone since reads as version 0 now.
    """
    now = {name: version for name, (version, _) in written().items()}
    reached = set(reached_from(module))
    return [
        f"{name} (version {kept.get(name, FIRST)} then, {now.get(name, 0)} now)"
        for name in sorted(kept.keys() | now.keys())
        if kept.get(name, FIRST) != now.get(name, 0) and (name in reached or name not in now)
    ]


def reached_from(module: str) -> Iterator[str]:
    """The module and all of ours that it imports, however far away."""
    seen, waiting = {module}, [module]
    while waiting:
        name = waiting.pop()
        yield name
        for other in imported(name):
            if other not in seen:
                seen.add(other)
                waiting.append(other)


@cache
def imported(module: str) -> list[str]:
    """The modules of ours that a module imports, anywhere in it. A package leads to what it takes a name from."""
    found: list[str] = []
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if path_of(one.name)]
        elif isinstance(node, ast.ImportFrom):
            found += [one for named in node.names if (one := source_of(base_of(module, node), named.name))]
    return list(dict.fromkeys(found))


def source_of(base: str, name: str) -> str:
    """The module that a name of another one is from; empty for what is not ours."""
    path = path_of(base)
    if path is None:
        return ""
    if path_of(f"{base}.{name}"):
        return f"{base}.{name}"
    if path.name == "__init__.py":
        for node in tree_of(base).body:
            if isinstance(node, ast.ImportFrom) and name in {one.asname or one.name for one in node.names}:
                return source_of(base_of(base, node), name) or base
    return base


def base_of(module: str, node: ast.ImportFrom) -> str:
    """The module that `from ... import` names, seen from one of ours."""
    path = path_of(module)
    package = module if path and path.name == "__init__.py" else module.rpartition(".")[0]
    above = package.rsplit(".", node.level - 1)[0] if node.level else ""
    return ".".join(part for part in (above, node.module) if part)


@cache
def tree_of(module: str) -> ast.Module:
    path = path_of(module)
    return ast.parse(path.read_bytes()) if path else ast.Module([], [])


@cache
def path_of(name: str) -> Path | None:
    """The file of a module of ours; None for any other name."""
    path = ROOT.joinpath(*name.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((one for one in files if name.split(".")[0] in PACKAGES and one.is_file()), None)
