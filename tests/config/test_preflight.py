"""What must hold before the processes start, in a sentence each."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import preflight


def test_a_port_is_a_number_in_range():
    assert preflight.port("8000") == 8000
    for text in ("http", "0", "65536", "-1", ""):
        with pytest.raises(ValueError, match="from 1 to 65535"):
            preflight.port(text)


def test_a_busy_port_is_named_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        stated = preflight.busy(number)
    assert stated == f"Port {number} is busy. Stop what listens there, or choose another: make run PORT={number + 1}"


def test_a_free_port_is_fine():
    with socket.socket() as once:
        once.bind(("127.0.0.1", 0))
        number = once.getsockname()[1]
    assert preflight.busy(number) is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "var").write_text("a file stands where the folder should be")
    stated = preflight.unwritable(tmp_path / "var")
    assert stated is not None
    assert stated.startswith(f"The folder {tmp_path / 'var'} cannot be written")
    assert preflight.unwritable(tmp_path / "other") is None


def test_the_command_ends_with_the_sentence_alone(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "config.preflight"],
        env=os.environ | {"PORT": "eight", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == "PORT is 'eight'. Give a number from 1 to 65535: make run PORT=8001\n"
