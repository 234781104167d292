"""The page that tells what the API takes and gives, drawn from its own schema: nothing of it is written twice."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from portfolio.views.times import carries_times


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter: its name, what it takes, what it does."""

    name: str
    takes: str
    does: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address answers."""

    method: str
    path: str
    title: str
    does: str
    parameters: tuple[Asked, ...]
    body: tuple[Asked, ...]


@require_safe
@carries_times()
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "portfolio/api.html", {"groups": groups()})


@cache
def groups() -> dict[str, list[Operation]]:
    """The operations by what they are about, as the schema has them."""
    found = defaultdict(list)
    schema = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            parameters = tuple(asked(one) for one in told.get("parameters", ()))
            title = told.get("summary") or told["operationId"].replace("_", " ").capitalize()
            does = told.get("description", "")
            body = tuple(sent(told, schema["components"]["schemas"]))
            found[told["tags"][0]].append(Operation(method.upper(), path, title, does, parameters, body))
    return dict(found)


def sent(operation: dict[str, Any], shapes: dict[str, Any]) -> Iterator[Asked]:
    """The members of the body that is sent as JSON, where one is."""
    if "requestBody" not in operation:
        return
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    for name, shape in shapes[reference.rpartition("/")[2]]["properties"].items():
        chosen = shapes[shape["allOf"][0]["$ref"].rpartition("/")[2]] if "allOf" in shape else shape
        chosen = shapes[chosen["$ref"].rpartition("/")[2]] if "$ref" in chosen else chosen
        yield asked({"name": name, "schema": chosen, "description": shape.get("description", "")})


def asked(parameter: dict[str, Any]) -> Asked:
    schema = parameter["schema"]
    takes = f"one of {', '.join(schema['enum'])}" if "enum" in schema else schema.get("format", schema["type"])
    limits = [f"{word} {schema[name]}" for word, name in (("from", "minimum"), ("to", "maximum")) if name in schema]
    return Asked(parameter["name"], " ".join([takes, *limits]), parameter.get("description", ""))
