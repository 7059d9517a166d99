"""Public addresses lead into nobody's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.addresses import is_public


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "9.9.9.9", "192.0.1.1", "223.255.255.255", "2606:4700::1111", "2a00::1"]
)
def test_an_address_of_the_public_network_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("0.0.0.0", id="this-host"),
        pytest.param("10.255.255.255", id="private-10"),
        pytest.param("100.64.0.1", id="shared"),
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.255.255.254", id="loopback-last"),
        pytest.param("169.254.169.254", id="link-local"),
        pytest.param("172.16.0.1", id="private-172"),
        pytest.param("192.0.0.9", id="protocol-assignments"),
        pytest.param("192.0.2.1", id="documentation"),
        pytest.param("192.88.99.1", id="relay-of-6to4"),
        pytest.param("192.168.1.1", id="private-192"),
        pytest.param("198.18.0.1", id="benchmarks"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("239.255.255.255", id="multicast-last"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="6-this-host"),
        pytest.param("::1", id="6-loopback"),
        pytest.param("::8.8.8.8", id="6-compatible"),
        pytest.param("::ffff:8.8.8.8", id="6-mapped-public"),
        pytest.param("::ffff:127.0.0.1", id="6-mapped-loopback"),
        pytest.param("64:ff9b::a00:1", id="6-nat64"),
        pytest.param("64:ff9b:1::a00:1", id="6-nat64-local"),
        pytest.param("100::1", id="6-discard"),
        pytest.param("2001:0:a00:1::", id="6-teredo"),
        pytest.param("2001:20::1", id="6-orchid"),
        pytest.param("2001:db8::1", id="6-documentation"),
        pytest.param("2002:a00:1::", id="6-6to4"),
        pytest.param("3fff::1", id="6-documentation-new"),
        pytest.param("5f00::1", id="6-segment-routing"),
        pytest.param("fd00::1", id="6-private"),
        pytest.param("fe80::1", id="6-link-local"),
        pytest.param("fe80::1%eth0", id="6-link-local-zone"),
        pytest.param("fec0::1", id="6-site-local"),
        pytest.param("ff0e::1", id="6-multicast"),
    ],
)
def test_every_other_address_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_ipv6_address_hides_an_ipv4_address(address: IPv4Address) -> None:
    number = int(address)
    prefixes = (0, 0xFFFF << 32, 0x64FF9B << 96)
    carriers = [IPv6Address(prefix | number) for prefix in prefixes]
    carriers.append(IPv6Address(0x2002 << 112 | number << 80))
    assert [carrier for carrier in carriers if is_public(carrier)] == []


@given(st.ip_addresses())
def test_what_python_takes_for_private_is_never_public(address: IPv4Address | IPv6Address) -> None:
    special = address.is_private or address.is_reserved or address.is_multicast
    assert not (is_public(address) and special)
