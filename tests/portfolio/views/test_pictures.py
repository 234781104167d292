"""Pictures keep the size of their words at every width: they are as wide as the page, and none scrolls by itself."""

import re

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
DRAWN = [path for path in TEMPLATES if 'class="picture"' in path.read_text()]


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_picture_is_as_wide_as_the_page(path):
    for opened in re.findall(r'<svg class="picture"[^>]*>', path.read_text()):
        assert 'width="100%"' in opened
        assert "viewBox" not in opened  # it would shrink the words with the page


def test_there_are_pictures_and_none_is_in_a_box_that_scrolls():
    assert len(DRAWN) >= 6
    for path in TEMPLATES:
        assert not re.search(r'table-scroll[^>]*>\s*<svg class="picture"', path.read_text()), path.name
