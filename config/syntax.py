"""Which names a piece of Python uses, as written: local variables left out."""

import ast
import re
from collections.abc import Iterator

DOTTED = re.compile(r"[a-z_]+(\.[A-Za-z_]\w*)+\Z")
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def names_used(node: ast.AST, local: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names that a piece of code reads, dotted where it reads an attribute; and each text that is a dotted name."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            if name not in local:
                yield name
        case ast.Attribute() if dotted := _dotted(node):
            if dotted.split(".")[0] not in local:
                yield dotted
        case ast.Constant(value=str(text)) if DOTTED.match(text):
            yield text
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            yield from _in_function(node, local)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            inside = local | {name for one in node.generators for name in _stored(one.target)}
            for child in ast.iter_child_nodes(node):
                yield from names_used(child, inside)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from names_used(child, local)


def _in_function(node: Scope, local: frozenset[str]) -> Iterator[str]:
    arguments = node.args
    outside = [*arguments.defaults, *(one for one in arguments.kw_defaults if one)]
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    outside += [one.annotation for one in every if one and one.annotation]
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
    if not isinstance(node, ast.Lambda):
        outside += [*node.decorator_list, *([node.returns] if node.returns else [])]
    for one in outside:
        yield from names_used(one, local)
    inside = local | {one.arg for one in every if one}
    if not isinstance(node, ast.Lambda):
        inside |= {name for one in body for name in _stored(one)}
    for one in body:
        yield from names_used(one, inside)


def _stored(node: ast.AST) -> Iterator[str]:
    """Names that are assigned in a piece of code, without those inside functions of its own."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, Scope | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return
    for child in ast.iter_child_nodes(node):
        yield from _stored(child)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as text; empty where it begins with anything but a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
