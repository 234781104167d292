"""Reports every function, class and constant of the product that no product code reaches. Tests do not count.

It walks the source from what starts by itself (the processes, the settings, Django's own discovery) along every name
that is used. An import alone is no use. A name that only unreached code uses is unreached as well.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.syntax import names_used

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("record", "projects", "portfolio", "config", "client/lodebook")
"""Folders of packages; a package is imported by the last part of its path."""

# What Django and the processes import by name. A module with a `__main__` of its own starts by itself as well.
STARTS = ("config", "config.settings", "config.urls", "config.wsgi", "config.celery")
# What a person imports: the names of its __all__ are used.
OFFERED = ("lodebook",)
DISCOVERED = ("apps", "models", "admin", "tasks", "templatetags", "management.commands", "migrations")
# A class of one of these is found by Django, or by what describes the API, without being named.
FOUND_BY_BASE = {"Model", "AppConfig", "BaseCommand", "Command", "Migration", "OpenApiAuthenticationExtension"}
# A decorator registers what it decorates, but for those that only change how it behaves.
NO_REGISTRATION = {
    "dataclass",
    "cache",
    "lru_cache",
    "contextmanager",
    "wraps",
    "total_ordering",
    "runtime_checkable",
    "overload",
    "final",
    "unique",
}
# Names that a framework reads from a module.
READ_BY_NAME = {"urlpatterns", "app_name", "application", "register"}
READ_WHOLE = {"config.settings"}
# Reached by a way that no walk of the source sees, each with its reason.
ALLOWED: dict[str, str] = {}

Node = tuple[str, str]


@dataclass
class Source:
    """One module: its definitions by name, and what each name in it stands for."""

    name: str
    path: Path
    is_package: bool
    definitions: dict[str, list[ast.stmt]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    loose: list[ast.AST] = field(default_factory=list)
    """Statements that run when the module is imported and define nothing."""
    bound: dict[str, str] = field(default_factory=dict)
    """Imported name -> the dotted name it stands for."""


def read(root: Path, packages: Iterable[str] = PACKAGES) -> dict[str, Source]:
    """Every module of the packages by its dotted name."""
    found = {}
    for package in packages:
        above = (root / package).parent
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(above).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            source = Source(".".join(parts[:-1] if is_package else parts), path, is_package)
            tree = ast.parse(path.read_text())
            for node in ast.walk(tree):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    source.bound |= bindings(node, source)
            sort_out(tree.body, source)
            found[source.name] = source
    return found


def bindings(node: ast.Import | ast.ImportFrom, source: Source) -> dict[str, str]:
    """What the names of an import statement stand for."""
    if isinstance(node, ast.Import):
        return {
            one.asname or one.name.split(".")[0]: one.name if one.asname else one.name.split(".")[0]
            for one in node.names
        }
    base = imported_from(node, source)
    return {one.asname or one.name: f"{base}.{one.name}" for one in node.names}


def imported_from(node: ast.ImportFrom, source: Source) -> str:
    if not node.level:
        return node.module or ""
    parts = source.name.split(".")
    parts = parts[: len(parts) - node.level + source.is_package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def sort_out(body: list[ast.stmt], source: Source) -> None:
    """Part the statements of a module into definitions by name and those that just run."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                define(source, [name], node)
                source.loose += node.decorator_list
            case ast.Assign(targets=targets) if all(isinstance(one, ast.Name | ast.Tuple) for one in targets):
                define(
                    source,
                    [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)],
                    node,
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                define(source, [name], node)
            case ast.If(test=test):
                source.loose.append(test)
                sort_out([*node.body, *node.orelse], source)
            case ast.Try():
                sort_out([*node.body, *node.orelse, *node.finalbody], source)
                for handler in node.handlers:
                    sort_out(handler.body, source)
            case _:
                source.loose.append(node)


def define(source: Source, names: Iterable[str], node: ast.stmt) -> None:
    for name in names:
        source.definitions.setdefault(name, []).append(node)
        source.lines.setdefault(name, node.lineno)


class Walk:
    """Which definitions are reached from the modules that start by themselves."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self.sources = sources
        self.packages = {name.split(".")[0] for name in sources}
        self.reached: set[Node] = set()
        self.waiting: list[Node] = []

    def start(self, modules: Iterable[str]) -> set[Node]:
        for name in modules:
            self.run_module(name)
            if name in OFFERED:
                self.offer(self.sources[name])
        while self.waiting:
            module, name = self.waiting.pop()
            for node in self.sources[module].definitions[name]:
                self.use(node, self.sources[module])
        return self.reached

    def run_module(self, name: str) -> None:
        """Count a module, and the packages above it, as imported: what it runs on import is used."""
        above, _, _ = name.rpartition(".")
        if above:
            self.run_module(above)
        if name not in self.sources or (name, "") in self.reached:
            return
        source = self.sources[name]
        self.reached.add((name, ""))
        for node in source.loose:
            self.use(node, source)
        for defined, nodes in source.definitions.items():
            if name in READ_WHOLE or defined in READ_BY_NAME or any(self.is_found(node, source) for node in nodes):
                self.reach(name, defined)
            for node in nodes:
                if isinstance(node, ast.Assign | ast.AnnAssign):
                    self.use_imports(node, source)

    def offer(self, source: Source) -> None:
        """Count what a module lists in its `__all__` as used."""
        for node in source.definitions.get("__all__", []):
            for one in ast.walk(node):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    self.follow(f"{source.name}.{one.value}")

    def reach(self, module: str, name: str) -> None:
        if (module, name) not in self.reached:
            self.reached.add((module, name))
            self.waiting.append((module, name))

    def use(self, node: ast.AST, source: Source) -> None:
        self.use_imports(node, source)
        for dotted in names_used(node):
            head, _, rest = dotted.partition(".")
            if head in source.definitions:
                self.reach(source.name, head)
            elif head in source.bound:
                self.follow(f"{source.bound[head]}.{rest}".rstrip("."))
            elif rest and head in self.packages:
                self.follow(dotted)

    def use_imports(self, node: ast.AST, source: Source) -> None:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                for one in inner.names:
                    self.run_module(one.name)
            elif isinstance(inner, ast.ImportFrom):
                base = imported_from(inner, source)
                self.run_module(base)
                for one in inner.names:
                    self.run_module(f"{base}.{one.name}")

    def follow(self, dotted: str, seen: frozenset[str] = frozenset()) -> Node | None:
        """Reach what a dotted name stands for, through modules that pass it on; its node, or None outside."""
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            module = ".".join(parts[:length])
            if module not in self.sources:
                continue
            self.run_module(module)
            if length == len(parts) or dotted in seen:
                return None
            source, name = self.sources[module], parts[length]
            if name in source.definitions:
                self.reach(module, name)
                return module, name
            if name in source.bound:
                return self.follow(".".join([source.bound[name], *parts[length + 1 :]]), seen | {dotted})
            return None
        return None

    def is_found(self, node: ast.stmt, source: Source) -> bool:
        """True where a decorator registers it, or a framework finds it by its base class."""
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            return False
        if any(last_name(one) not in NO_REGISTRATION for one in node.decorator_list):
            return True
        return isinstance(node, ast.ClassDef) and self.has_base(node, source)

    def has_base(self, node: ast.ClassDef, source: Source) -> bool:
        for base in node.bases:
            name = last_name(base)
            if name in FOUND_BY_BASE:
                return True
            target = source.bound.get(name, f"{source.name}.{name}")
            module, _, defined = target.rpartition(".")
            owner = self.sources.get(module)
            if owner is None:
                continue
            others = [one for one in owner.definitions.get(defined, []) if isinstance(one, ast.ClassDef)]
            if any(self.has_base(other, owner) for other in others if other is not node):
                return True
        return False


def last_name(node: ast.expr) -> str:
    """The name at the end of a decorator or a base class: `simple_tag` of `register.simple_tag(...)`."""
    match node:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return last_name(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def starts(sources: dict[str, Source]) -> Iterator[str]:
    """The modules that are imported without any product code saying so."""
    yield from STARTS
    yield from (name for name in OFFERED if name in sources)
    for name, source in sources.items():
        package, _, rest = name.partition(".")
        if package != "config" and any(rest == one or rest.startswith(f"{one}.") for one in DISCOVERED):
            yield name
        if 'if __name__ == "__main__":' in source.path.read_text():
            yield name


def unreached(root: Path, packages: Iterable[str] = PACKAGES) -> list[str]:
    """Everything that no product code reaches and that is not allowed, as "file:line: name"."""
    sources = read(root, packages)
    reached = Walk(sources).start(starts(sources))
    return [
        f"{source.path.relative_to(root)}:{source.lines[name]}: {name}"
        for source in sources.values()
        for name in source.definitions
        if (source.name, name) not in reached
        and not name.startswith("__")
        and ".migrations." not in source.name
        and f"{source.name}.{name}" not in ALLOWED
    ]


def stale(allowed: dict[str, str], root: Path, packages: Iterable[str] = PACKAGES) -> list[str]:
    """What is allowed and no longer has to be: it is gone, or product code reaches it."""
    sources = read(root, packages)
    reached = Walk(sources).start(starts(sources))
    nodes = {f"{source.name}.{name}": (source.name, name) for source in sources.values() for name in source.definitions}
    return [name for name in allowed if name not in nodes or nodes[name] in reached]


def main() -> None:
    """Exit with what is unreached, if anything."""
    if ALLOWED and (old := stale(ALLOWED, ROOT)):
        sys.exit(f"No longer to be allowed: {', '.join(old)}. Take it off the list.")
    if found := unreached(ROOT):
        step = f"No product code reaches these {len(found)}. Use each, or remove it and its tests."
        sys.exit("\n".join([*found, step]))
    print("Product code reaches everything that it defines.")


if __name__ == "__main__":
    main()
