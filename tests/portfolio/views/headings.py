"""The headings of the rows of a report's page, in their order."""

import re

HEADS = re.compile(r'<th scope="col"[^>]*>(?:<a class="sort"[^>]*>)?([^<]*)')


def headings(page: str) -> list[str]:
    return [one.strip() for one in HEADS.findall(page.partition('class="pager"')[2].partition("<tbody")[0])]
