"""The API reads, but for one address."""

from typing import Any

from django.urls import get_resolver
from rest_framework.views import APIView


def test_only_proposals_are_sent_to_the_api():
    """Each of them once: test_proposals_sent.py."""
    views = [one for one in every_view(get_resolver().url_patterns) if issubclass(one, APIView)]
    assert len(views) >= 3
    writes = {"post", "put", "patch", "delete"}
    written = {
        (view.kind.name, name)
        for view in views
        for name in writes & {name for name in view.http_method_names if hasattr(view, name)}
    }
    assert written == {("proposals", "post")}


def every_view(patterns: Any) -> list[type]:
    """The class of each view that is one."""
    found = []
    for one in patterns:
        if hasattr(one, "url_patterns"):
            found += every_view(one.url_patterns)
        elif isinstance(getattr(one.callback, "cls", None), type):
            found.append(one.callback.cls)
    return found
