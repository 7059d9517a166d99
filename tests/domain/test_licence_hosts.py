"""Where an owner's licence URL may lead is the operator's to say."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.licence_hosts import (
    LicenceHost,
    LicenceServer,
    licence_host,
    licence_server,
)

PUBLIC, PRIVATE = ip_address("9.9.9.9"), ip_address("10.0.0.1")


@pytest.mark.parametrize(
    "entry, expected, netloc",
    [
        pytest.param(
            "licences.example",
            LicenceHost("https", "licences.example", 443, False),
            "licences.example",
            id="name",
        ),
        pytest.param(
            "Licences.EXAMPLE:8443",
            LicenceHost("https", "licences.example", 8443, False),
            "licences.example:8443",
            id="name-and-port",
        ),
        pytest.param(
            "9.9.9.9", LicenceHost("https", "9.9.9.9", 443, False), "9.9.9.9", id="public-address"
        ),
        pytest.param(
            "[2620:FE::FE]:443",
            LicenceHost("https", "2620:fe::fe", 443, False),
            "[2620:fe::fe]",
            id="public-address-6",
        ),
        pytest.param(
            "http://127.0.0.1:8001",
            LicenceHost("http", "127.0.0.1", 8001, True),
            "127.0.0.1:8001",
            id="origin-of-loopback",
        ),
        pytest.param(
            "https://licences.partner.intern",
            LicenceHost("https", "licences.partner.intern", 443, True),
            "licences.partner.intern",
            id="origin",
        ),
        pytest.param(
            "http://[::1]", LicenceHost("http", "::1", 80, True), "[::1]", id="origin-of-loopback-6"
        ),
        pytest.param(
            "HTTP://licences:80",
            LicenceHost("http", "licences", 80, True),
            "licences",
            id="origin-of-one-word",
        ),
        pytest.param(
            "xn--lizenz-mller-zhb.example",
            LicenceHost("https", "xn--lizenz-mller-zhb.example", 443, False),
            "xn--lizenz-mller-zhb.example",
            id="international",
        ),
    ],
)
def test_an_entry_is_a_host_or_a_full_origin(
    entry: str, expected: LicenceHost, netloc: str
) -> None:
    assert licence_host(entry) == expected
    assert expected.netloc == netloc


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("", id="nothing"),
        pytest.param(":443", id="port-alone"),
        pytest.param("*.example", id="wildcard"),
        pytest.param("licences.example/", id="path"),
        pytest.param("https://licences.example/", id="origin-with-a-slash"),
        pytest.param("https://licences.example?x", id="query"),
        pytest.param("ftp://licences.example", id="scheme"),
        pytest.param("https://https://licences.example", id="two-schemes"),
        pytest.param("user@licences.example", id="user"),
        pytest.param("licences.example:", id="no-port"),
        pytest.param("licences.example:0", id="port-0"),
        pytest.param("licences.example:65536", id="port-too-high"),
        pytest.param("licences.example:https", id="port-by-name"),
        pytest.param("licences..example", id="empty-label"),
        pytest.param(".example", id="begins-with-a-dot"),
        pytest.param("licences.example.", id="ends-with-a-dot"),
        pytest.param("-licences.example", id="begins-with-a-dash"),
        pytest.param("a" * 64 + ".example", id="label-too-long"),
        pytest.param("a." * 126 + "example", id="name-too-long"),
        pytest.param("lizenz-müller.example", id="not-in-ascii"),
        pytest.param("licences.example\n", id="end-of-line"),
        pytest.param("127.1", id="address-in-short"),
        pytest.param("2130706433", id="address-as-a-number"),
        pytest.param("0x7f000001", id="address-in-hexadecimal"),
        pytest.param("0177.0.0.1", id="address-in-octal"),
        pytest.param("256.0.0.1", id="address-too-high"),
        pytest.param("licences.7", id="name-that-ends-in-a-number"),
        pytest.param("2620:fe::fe", id="address-6-without-brackets"),
        pytest.param("[2620:fe::fe::]", id="no-address-6"),
        pytest.param("[fe80::1%eth0]", id="address-6-with-a-zone"),
    ],
)
def test_an_entry_that_is_neither_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"^is neither host\[:port\] nor"):
        licence_host(entry)


@pytest.mark.parametrize("entry", ["127.0.0.1", "10.0.0.1:443", "[::1]", "[::ffff:9.9.9.9]"])
def test_a_private_address_needs_a_full_origin(entry: str) -> None:
    with pytest.raises(ValueError, match=r"^is no public address"):
        licence_host(entry)
    assert licence_host(f"https://{entry}").permits(PRIVATE)


def test_a_host_permits_public_addresses_and_an_origin_every_one() -> None:
    host, origin = licence_host("a.example"), licence_host("https://a.example")
    assert [host.permits(address) for address in (PUBLIC, PRIVATE)] == [True, False]
    assert [origin.permits(address) for address in (PUBLIC, PRIVATE)] == [True, True]


HOSTS = [licence_host(entry) for entry in ("a.example", "b.example:8443", "http://127.0.0.1:8001")]


@pytest.mark.parametrize(
    "url, host, path",
    [
        pytest.param("https://a.example", HOSTS[0], "", id="name"),
        pytest.param("https://A.example:443/", HOSTS[0], "", id="its-port"),
        pytest.param("HTTPS://a.example/l/v1/", HOSTS[0], "/l/v1", id="with-a-path"),
        pytest.param("https://a.example//b.example/@x", HOSTS[0], "//b.example/@x", id="odd-path"),
        pytest.param("https://b.example:8443/x", HOSTS[1], "/x", id="another-port"),
        pytest.param("http://127.0.0.1:8001/x", HOSTS[2], "/x", id="origin"),
    ],
)
def test_a_licence_url_of_a_permitted_origin_is_asked(
    url: str, host: LicenceHost, path: str
) -> None:
    assert licence_server(url, HOSTS) == LicenceServer(host, path)


@pytest.mark.parametrize(
    "url, origin",
    [
        pytest.param("https://c.example/x", "https://c.example", id="another-name"),
        pytest.param("https://x.a.example", "https://x.a.example", id="below-a-name"),
        pytest.param("https://a.example.evil", "https://a.example.evil", id="name-continued"),
        pytest.param("https://a.example:444", "https://a.example:444", id="another-port"),
        pytest.param("https://b.example", "https://b.example", id="port-missing"),
        pytest.param("http://a.example", "http://a.example", id="not-secure"),
        pytest.param("https://127.0.0.1:8001", "https://127.0.0.1:8001", id="too-secure"),
    ],
)
def test_any_other_origin_is_not_permitted(url: str, origin: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        licence_server(url, HOSTS)
    assert failed.value.fault is FetchFault.NOT_PERMITTED
    assert failed.value.detail == origin


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("a.example", id="no-scheme"),
        pytest.param("//a.example", id="no-scheme-but-slashes"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://a.example", id="another-scheme"),
        pytest.param("https://", id="no-host"),
        pytest.param("https://a.example:x", id="no-port"),
        pytest.param("https://user:password@a.example", id="user"),
        pytest.param("https://a.example\\@evil.example/", id="backslash"),
        pytest.param("https://a.example/?x", id="query"),
        pytest.param("https://a.example/#x", id="fragment"),
        pytest.param("https://a.example/a b", id="space"),
        pytest.param("https://a.example/\r\nHost: evil", id="another-header"),
        pytest.param("\nhttps://a.example/", id="line"),
        pytest.param("https://a.exampl\u212a/", id="almost-ascii"),
        pytest.param("http\u017f://a.example/", id="almost-https"),
        pytest.param("https://a%2eexample/", id="escaped-host"),
        pytest.param("https://a.example/" + "x" * 2_000, id="too-long"),
    ],
)
def test_what_is_no_address_is_a_fault(url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        licence_server(url, HOSTS)
    assert failed.value.fault is FetchFault.BAD_ADDRESS


def test_of_two_entries_the_one_that_permits_more_is_meant() -> None:
    for entries in (["a.example", "https://a.example"], ["https://a.example", "a.example"]):
        server = licence_server("https://a.example", map(licence_host, entries))
        assert server.host.private


def test_without_a_list_nothing_is_asked() -> None:
    with pytest.raises(FetchFailed) as failed:
        licence_server("https://a.example", [])
    assert failed.value.fault is FetchFault.NOT_PERMITTED


URLS = st.text(alphabet="htps:/.@#?\\%[]0123456789abexml-_ \n", max_size=40)


@given(URLS | URLS.map("https://a.example".__add__))
def test_whatever_the_url_is_only_permitted_hosts_are_asked(url: str) -> None:
    try:
        server = licence_server(url, HOSTS)
    except FetchFailed as failed:
        fault = failed.fault
        assert fault in {FetchFault.BAD_ADDRESS, FetchFault.NOT_PERMITTED}
    else:
        assert server.host in HOSTS
        assert server.path == "" or server.path.startswith("/")
        assert " " not in server.path
