"""Nothing is asked at an address that is not public."""

import pytest

from portfolio.feeds.addresses import check, is_public
from portfolio.feeds.stopped import FeedStopped

PRIVATE = (
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "168.63.129.16",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1",
    "64:ff9b::7f00:1", "2002:a00:1::1", "2002:7f00:1::",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "23.1.2.3", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("number", PRIVATE)
def test_a_private_number_is_not_public_however_it_is_written(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number_is(number):
    assert is_public(number)


def test_the_name_and_every_number_that_was_checked_are_kept():
    target = check("https://data.example/a?b=1", resolve=lambda host, port: ["8.8.8.8", "2606:4700::1"])
    assert (target.host, target.port, target.path) == ("data.example", 443, "/a?b=1")
    assert target.numbers == ("8.8.8.8", "2606:4700::1")


def test_one_private_number_among_public_ones_is_enough_to_refuse():
    with pytest.raises(FeedStopped, match=r"data.example leads to 10.0.0.5, which is not public. It was not asked."):
        check("https://data.example/", resolve=lambda host, port: ["8.8.8.8", "10.0.0.5"])


@pytest.mark.parametrize(
    "address",
    ["http://8.8.8.8/", "https://8.8.8.8:8443/", "ftp://8.8.8.8/", "file:///etc/passwd", "https://", "https://u:p@a/",
     "https://[::1", "https://a:99999/", "not an address"],
)  # fmt: skip
def test_anything_but_plain_https_is_refused(address):
    with pytest.raises(FeedStopped):
        check(address, resolve=lambda host, port: ["8.8.8.8"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]"])
def test_this_machine_is_refused_however_it_is_written(host):
    with pytest.raises(FeedStopped):
        check(f"https://{host}/")


def test_where_this_machine_may_be_asked_no_other_private_address_may():
    assert check("http://127.0.0.1:8000/", may_ask_loopback=True).port == 8000
    for numbers in (["10.0.0.5"], ["127.0.0.1", "10.0.0.5"], ["169.254.169.254"]):
        with pytest.raises(FeedStopped, match="not public"):
            check("http://inside.example/", may_ask_loopback=True, resolve=lambda host, port, numbers=numbers: numbers)


def test_a_name_that_is_not_found_is_told():
    def nowhere(host, port):
        raise OSError("no such name")

    with pytest.raises(FeedStopped, match="The name nowhere.example is not found: no such name."):
        check("https://nowhere.example/", resolve=nowhere)
