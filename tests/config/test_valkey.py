"""The queue's own server: a socket for us alone, no port, and messages that outlive it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from importlib import metadata
from pathlib import Path

import pytest
import redis
from kombu import Connection
from kombu.exceptions import OperationalError

from config import brokers, valkey


@pytest.fixture
def folder(tmp_path: Path):
    """A short folder: a test's own may be too long for a socket."""
    made = Path("/tmp") / f"lodebook-valkey-{os.getpid()}"
    shutil.rmtree(made, ignore_errors=True)
    yield made
    shutil.rmtree(made)


def start(var: Path) -> subprocess.Popen:
    valkey.prepare(var)
    server = subprocess.Popen(valkey.command(var))
    until = time.monotonic() + 10
    while not valkey.listens(valkey.socket_path(var)) and time.monotonic() < until:
        time.sleep(0.02)
    return server


def test_its_socket_is_for_us_alone_it_has_no_port_and_keeps_messages_through_a_kill(folder: Path):
    server = start(folder)
    client = redis.Redis(unix_socket_path=str(valkey.socket_path(folder)))
    client.rpush("celery", "message")
    assert client.config_get("port") == {"port": "0"}
    assert valkey.socket_path(folder).stat().st_mode & 0o777 == 0o600
    assert valkey.data_folder(folder).stat().st_mode & 0o777 == 0o700
    address, _ = brokers.broker("", folder=folder)
    assert brokers.answers(address)
    with pytest.raises(RuntimeError, match="listens at .* already. End it, then start again"):
        valkey.prepare(folder)
    server.send_signal(signal.SIGKILL)
    server.wait()
    assert not brokers.answers(address)
    server = start(folder)
    assert client.lrange("celery", 0, -1) == [b"message"]
    server.terminate()
    server.wait()


def test_kept_answers_make_room_and_messages_stay(folder: Path):
    server = start(folder)
    client = redis.Redis(unix_socket_path=str(valkey.socket_path(folder)))
    client.rpush("celery", "message")
    assert client.config_get("maxmemory") == {"maxmemory": str(256 * 1024**2)}
    client.config_set("maxmemory", client.info("memory")["used_memory"] + 2_000_000)
    answers = redis.Redis(unix_socket_path=str(valkey.socket_path(folder)), db=1)
    for number in range(40):
        answers.set(f"answer {number}", os.urandom(100_000), ex=3600)
    assert 0 < answers.dbsize() < 40
    assert client.lrange("celery", 0, -1) == [b"message"]
    server.terminate()
    server.wait()


def test_a_path_too_long_for_a_socket_has_it_in_a_short_folder_of_ours(tmp_path: Path):
    var = tmp_path / ("a" * 100)
    near = valkey.socket_path(var)
    assert len(os.fsencode(near)) < 104
    assert near == valkey.socket_path(var) != valkey.socket_path(tmp_path / ("b" * 100))
    valkey.prepare(var)
    assert near.parent.stat().st_mode & 0o777 == 0o700
    near.parent.rmdir()


def test_a_short_folder_that_is_not_ours_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(valkey, "SHORT_FOLDER", tmp_path)
    var = tmp_path / ("a" * 100)
    valkey.socket_path(var).parent.symlink_to(tmp_path)
    with pytest.raises(PermissionError, match="is not ours. Remove it, or set VAR_DIR to a shorter path"):
        valkey.prepare(var)


def test_without_the_wheel_a_server_on_the_path_is_taken_and_without_any_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch
):
    def missing(name: str):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        FileNotFoundError, match="Run make setup; or install valkey-server or redis-server .* REDIS_URL"
    ):
        valkey.binary()
    for name in ("redis-server", "valkey-server"):
        (tmp_path / name).touch(mode=0o755)
        assert valkey.binary() == str(tmp_path / name)


def test_the_address_of_a_folder_with_a_space_is_spelt_as_one():
    address, options = brokers.broker("", folder=Path("/tmp/a b"))
    assert address == "redis+socket:///tmp/a%20b/valkey/valkey.sock"
    assert options["socket_connect_timeout"] == 1
    assert brokers.broker("redis://h:1/2", folder=Path("/tmp"))[0] == "redis://h:1/2"


def test_a_server_that_is_away_answers_no_and_a_broker_in_memory_yes(tmp_path: Path):
    assert not brokers.answers(f"redis+socket://{tmp_path}/none.sock")
    assert not brokers.answers("redis://127.0.0.1:9/0")
    assert brokers.answers("memory://")


def test_a_server_that_takes_no_connection_costs_a_page_a_second():
    with socket.socket() as server, socket.socket() as first, socket.socket() as second:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for waiting in (first, second):  # who comes after them is not answered
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        address, options = brokers.broker(f"redis://127.0.0.1:{server.getsockname()[1]}/0", folder=Path("/tmp"))
        begun = time.monotonic()
        with pytest.raises(OperationalError):
            _ = Connection(address, transport_options=options, connect_timeout=brokers.TO_CONNECT).default_channel
        assert time.monotonic() - begun < 2
        assert not brokers.answers(address)
