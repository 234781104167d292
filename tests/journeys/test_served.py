"""The processes as they are run in earnest: gunicorn, worker and beat, asked over HTTP."""

import http.cookiejar
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from config.accounts import TRIAL_ACCOUNTS, TRIAL_PASSWORD

pytestmark = pytest.mark.served


class Visitor:
    """Somebody at a browser without scripts: keeps cookies, follows redirects, fills in the sign-in form."""

    def __init__(self, address: str = "") -> None:
        self.address = (address or os.environ["LODEBOOK_URL"]).rstrip("/")
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str, **form: str):
        request = urllib.request.Request(self.address + path, headers={"Referer": self.address + path})
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            answer = self.opener.open(request, data=data, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        answer.text = answer.read().decode()
        return answer

    def sign_in(self, name: str) -> "Visitor":
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/login/").text)
        assert token is not None
        page = self.get("/login/", username=name, password=TRIAL_PASSWORD, csrfmiddlewaretoken=token[1])
        assert page.status == 200
        assert not page.url.endswith("/login/"), "the sign-in was refused"
        return self


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def test_worker_and_beat_have_been_seen(visitor: Visitor):
    found = json.loads(visitor.get("/health/").text)
    assert found["ok"], found
    assert found["worker_seen_seconds_ago"] < 180
    assert found["beat_seen_seconds_ago"] < 180


def test_a_stranger_sees_the_sign_in_page_alone(visitor: Visitor):
    for path in ("/", "/admin/", "/reports/", "/reports/exposure.csv"):
        assert "/login/" in visitor.get(path).url


def test_every_page_carries_the_strict_policy(visitor: Visitor):
    policy = visitor.get("/login/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_static_files_are_served_compressed_and_for_good(visitor: Visitor):
    style = re.search(r'href="(/static/uswds/css/[^"]+)"', visitor.get("/login/").text)
    assert style is not None
    visitor.opener.addheaders = [("Accept-Encoding", "br")]
    answer = visitor.opener.open(visitor.address + style[1])
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", TRIAL_ACCOUNTS)
def test_each_role_signs_in_and_sees_the_overview(name: str, visitor: Visitor):
    assert visitor.sign_in(name).get("/").status == 200


def test_a_manager_has_no_business_in_the_admin(visitor: Visitor):
    visitor.sign_in("manager")
    for path in ("/admin/", "/admin/portfolio/deal/add/"):
        answer = visitor.get(path)
        assert answer.status == 403 or "/admin/" not in answer.url.split("?")[0] or "/admin/login/" in answer.url


@pytest.mark.parametrize("report", ["investments", "transactions", "exposure", "stakes", "programs", "sources"])
def test_an_auditor_takes_each_report_away(report: str, visitor: Visitor):
    visitor.sign_in("auditor")
    lines = visitor.get(f"/reports/{report}.csv").text.splitlines()
    assert len(lines) > 1
    assert re.fullmatch(r"[a-z0-9_]+(,[a-z0-9_]+)+", lines[0])
    assert visitor.get(f"/reports/{report}/").status == 200
    assert json.loads(visitor.get(f"/api/v1/reports/{report}/").text)
