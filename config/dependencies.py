"""Refuses a direct dependency that no code imports: of the product, and of the client that analysts install."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("record", "projects", "portfolio", "config")
CLIENT = ROOT / "client"

# Needed without an import or a name in the settings, each with its reason.
ALLOWED: dict[str, str] = {
    "tzdata": "zoneinfo reads it where the machine has no time zones of its own",
    "psycopg": "Django's PostgreSQL backend imports it",
    "redis": "Celery's transport and Django's cache import it",
    "kombu": "Celery's messages; pinned to the version that comes back when its server was away",
    "gunicorn": "the Procfile starts it as a process",
    "argon2-cffi": "Django's Argon2PasswordHasher imports it",
}
NAMED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+|[a-z_]\w*\Z")


def normal(name: str) -> str:
    """A distribution's name, spelled one way."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(pyproject: str) -> list[str]:
    """The direct dependencies by name."""
    rows = tomllib.loads(pyproject)["project"]["dependencies"]
    return [normal(re.split(r"[^A-Za-z0-9._-]", row)[0]) for row in rows]


def imported(files: Iterable[Path]) -> set[str]:
    """The modules that the files import, and those that their texts name, by their first name."""
    found: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
            elif path.name == "settings.py" and isinstance(node, ast.Constant) and NAMED.fullmatch(str(node.value)):
                found.add(str(node.value).split(".")[0])
    return found


def unused(names: Iterable[str], modules: set[str], provided: Mapping[str, list[str]]) -> list[str]:
    """The dependencies of which no module is used. `provided`: module -> the distributions that bring it."""
    used = {normal(one) for module in modules for one in provided.get(module, [])}
    return [name for name in names if name not in used and name not in ALLOWED]


def foreign(modules: set[str], names: Iterable[str], own: str, provided: Mapping[str, list[str]]) -> list[str]:
    """The modules that are neither of Python, nor of the package itself, nor of a dependency that it declares."""
    free = {*sys.stdlib_module_names, own}
    return sorted(one for one in modules - free if not {normal(name) for name in provided.get(one, [])} & set(names))


def files_of(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*.py")]


def main() -> None:
    """Exit with the dependencies that nobody imports, if any, and with what the client imports and does not declare."""
    names = declared((ROOT / "pyproject.toml").read_text())
    if gone := sorted(set(ALLOWED) - set(names)):
        sys.exit(f"Allowed without an import, and no dependency: {', '.join(gone)}. Take it off the list.")
    provided = packages_distributions()
    if found := unused(names, imported(files_of(ROOT / one for one in PRODUCT)), provided):
        sys.exit(f"No product code imports {', '.join(found)}. Use it, or remove it from pyproject.toml and the locks.")
    names, modules = declared((CLIENT / "pyproject.toml").read_text()), imported(files_of([CLIENT]))
    if found := unused(names, modules, provided):
        sys.exit(f"The client does not import {', '.join(found)}. Use it, or remove it from client/pyproject.toml.")
    if found := foreign(modules, names, "lodebook", provided):
        sys.exit(f"The client imports {', '.join(found)}, which client/pyproject.toml does not name. It stands alone.")
    print("Product code imports every direct dependency.")


if __name__ == "__main__":
    main()
