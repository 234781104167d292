"""What is not answered is one exception: its status, the server's sentences, and the next step."""

import copy
import gzip
import http.server
import pickle
import socket
import threading

import pytest

import lodebook
from lodebook import asking as asked_over_http

DAY = "2026-06-30"


def problem(name="exposure", **asked) -> lodebook.Problem:
    with pytest.raises(lodebook.Problem) as found:
        lodebook.report(name, **asked)
    return found.value


def test_without_a_token_it_says_how_to_make_one(site):
    found = problem()
    assert (found.status, found.sentences) == (None, ("No token is given.",))
    told = f"You make a token at {site}/tokens/. Give it as token=, or in the environment as LODEBOOK_TOKEN."
    assert found.next_step == told


def test_a_wrong_token_is_told_the_same_next_step(site, cast):
    found = problem(token="lodebook_wrong")
    assert found.status == 401
    assert found.sentences[0].startswith("No token is known by this secret.")
    assert f"You make a token at {site}/tokens/" in str(found)
    assert "lodebook_wrong" not in str(found)


@pytest.mark.parametrize("token", ["two\nlines", "caf\u00e9"])
def test_what_can_be_no_token_is_not_sent(site, token):
    assert problem(token=token).sentences == ("The token has characters that no token has.",)


def test_without_a_site_it_says_where_to_name_one(monkeypatch):
    monkeypatch.delenv("LODEBOOK_URL", raising=False)
    assert "LODEBOOK_URL" in problem(token="x").next_step
    assert problem(url="file:///etc/passwd", token="x").sentences == ('"file:///etc/passwd" is no address of a site.',)


def test_a_report_that_there_is_not_is_told_with_what_is_near(asking):
    found = problem("exposre")
    assert (found.status, found.errors) == (404, {})
    assert "exposure" in found.sentences[0]
    assert found.next_step.startswith("lodebook.reports() lists the reports.")


def test_each_parameter_has_its_own_sentence(asking):
    found = problem(as_of="soon", colour="blue")
    assert found.status == 400
    assert found.errors["as_of"] == ["This is no day. Write it as 2026-06-18."]
    assert "as_of: This is no day. Write it as 2026-06-18." in found.sentences
    assert any(one.startswith("The report knows no colour.") for one in found.sentences)
    assert f"{asking}/api/docs/" in found.next_step


def test_a_name_that_is_not_on_record_is_not_found(asking):
    found = problem(as_of=DAY, agency="DOEE")
    assert (found.status, list(found.errors)) == (404, ["agency"])


def test_a_column_that_there_is_not_is_told_with_what_is_near(asking):
    found = problem(as_of=DAY, columns=["investment", "exposure"])
    assert found.sentences[0].startswith("There is no column exposure. Did you mean exposure_usd")
    assert "investment, company, agency" in found.next_step
    assert problem(as_of=DAY, columns="investment").next_step == 'Write ["investment"].'


def test_a_filter_that_is_left_empty_is_not_taken_for_all(asking):
    with pytest.raises(lodebook.Problem, match="agency is empty"):
        lodebook.objects("investments", agency="")


def test_a_value_that_is_none_is_not_asked_and_yes_or_no_is_said_in_words(asking):
    assert len(lodebook.report("exposure", as_of=DAY, agency=None)) == len(lodebook.report("exposure", as_of=DAY))
    known = lodebook.report("exposure", as_of=DAY, figure="committed_usd", known=True)
    assert known.attrs["filters"] == {"figure": "committed_usd", "known": "yes"}


def test_who_asks_too_often_waits_as_the_site_says_and_then_is_told(asking, settings, monkeypatch):
    waited = []
    monkeypatch.setattr(asked_over_http.time, "sleep", waited.append)
    settings.API_READS_A_MINUTE = 0
    found = problem(as_of=DAY)
    assert (found.status, found.next_step) == (429, "Wait a minute, then ask again.")
    assert len(waited) == 3
    assert all(1 <= seconds <= 60 for seconds in waited)


def test_where_nobody_answers_the_address_is_doubted():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = problem(url=f"http://127.0.0.1:{taken.getsockname()[1]}", token="x")
    assert (found.status, "No site answers at" in found.sentences[0]) == (None, True)


BODIES = {
    "broken": b'{"report":"broken",',
    "packed": gzip.compress(b'{"detail": "It is as it is.", "status": 400}'),
}


class Odd(http.server.BaseHTTPRequestHandler):
    """A site that is no Lodebook, by the name of the report that it is asked for."""

    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        name = self.path.split("/")[4]
        self.send_response({"moved": 302, "failing": 502, "packed": 400}.get(name, 200))
        if name == "moved":
            self.send_header("Location", f"http://{self.headers['Host']}/api/v1/reports/stolen/")
        if name == "broken":
            self.send_header("Content-Length", "99")
        if name == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(BODIES.get(name, b"<html>"))

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def odd(monkeypatch):
    server = http.server.HTTPServer(("127.0.0.1", 0), Odd)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("LODEBOOK_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("LODEBOOK_TOKEN", "x")
    Odd.seen.clear()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_redirect_carries_the_token_along(odd):
    found = problem("moved")
    assert (found.status, Odd.seen) == (302, ["/api/v1/reports/moved/"])
    assert "sends on to" in found.sentences[0]


def test_what_is_no_answer_of_a_site_is_a_problem_as_well(odd):
    assert "no Lodebook" in problem("page").sentences[0]
    assert "broke off" in problem("broken").sentences[0]
    found = problem("failing")
    assert (found.status, found.next_step.startswith("Ask again")) == (502, True)


def test_a_refusal_is_read_packed_too(odd):
    assert (problem("packed").status, problem("packed").sentences) == (400, ("It is as it is.",))


def test_a_problem_goes_from_one_process_to_another(odd):
    found = problem("failing")
    for again in (pickle.loads(pickle.dumps(found)), copy.copy(found)):
        assert (str(again), again.status) == (str(found), 502)


def test_the_token_is_shown_nowhere(asking):
    assert "lodebook_" not in repr(asked_over_http.Site.named(None, None))
