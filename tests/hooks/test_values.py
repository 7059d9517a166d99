"""Values between us and others are checked when they are made, and name the field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from solicense_plugin import Access, HostUser, LicenceTab, UserType

_USER: dict[str, Any] = {"id": "1", "login": "ada", "name": "Ada"}


def test_a_user_needs_three_fields_and_may_nothing_unless_it_is_said() -> None:
    user = HostUser(**_USER)
    assert user.access is Access.NONE
    assert user.user_type is UserType.INTERNAL
    assert user.can_log_in
    assert (user.last_login, user.locale, user.groups) == (None, None, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("id", "", id="no id"),
        pytest.param("id", "1" * 240, id="an id that is too long"),
        pytest.param("id", 1, id="an id that is a number"),
        pytest.param("id", None, id="an id that is nothing"),
        pytest.param("login", "", id="no login"),
        pytest.param("login", "a" * 240, id="a login that is too long"),
        pytest.param("name", "", id="no name"),
        pytest.param("name", "A" * 255, id="a name that is too long"),
        pytest.param("last_login", datetime(2026, 1, 1), id="no offset"),  # noqa: DTZ001
    ],
)
def test_a_user_that_no_list_could_show_is_refused_by_field(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^HostUser\.{field} "):
        HostUser(**{**_USER, field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "1" * 239),
        ("login", "a" * 239),
        ("name", "Å" * 254),
        ("last_login", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_longest_that_fits_is_taken(field: str, value: object) -> None:
    assert getattr(HostUser(**{**_USER, field: value}), field) == value


def test_whoever_may_administer_may_look() -> None:
    assert Access.NONE < Access.VIEW < Access.ADMINISTER


@pytest.mark.parametrize(
    ("field", "values"),
    [
        pytest.param("key", {"key": "", "owner_name": "ACME"}, id="no key"),
        pytest.param("key", {"key": "Acme", "owner_name": "ACME"}, id="capitals"),
        pytest.param("key", {"key": "a/b", "owner_name": "ACME"}, id="a slash"),
        pytest.param("key", {"key": "a\n", "owner_name": "ACME"}, id="a newline"),
        pytest.param("key", {"key": "a" * 251, "owner_name": "ACME"}, id="too long"),
        pytest.param("owner_name", {"key": "a", "owner_name": "acme"}, id="lower case"),
        pytest.param("owner_name", {"key": "a", "owner_name": "USER"}, id="a word of the API"),
        pytest.param("owner_name, values or render", {"key": "a"}, id="nothing to show"),
    ],
)
def test_a_tab_that_could_not_be_shown_is_refused_by_field(
    field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=field):
        LicenceTab(title="Acme", **values)
