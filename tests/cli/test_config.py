"""Settings that cannot work are refused at start, by the name of their key."""

from __future__ import annotations

import inspect
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import ECKey, Key, OKPKey

from solicense_plugin import ConfigError, Licences
from solicense_plugin import config as settings
from tests.support.host import Host, make_app
from tests.support.signing import Issuer


def _set_of(key: Key) -> str:
    return json.dumps({"keys": [key.as_dict(private=False)]})


_OTHER_CURVE = _set_of(ECKey.generate_key("P-256", {"kid": "a"}, auto_kid=False))
_NO_KID = _set_of(OKPKey.generate_key("Ed25519", auto_kid=False))

_WRONG: list[tuple[str, Any, str]] = [
    ("SOLICENSE_DATABASE_URL", 5, "must be a text"),
    ("SOLICENSE_TABLE_PREFIX", "Sol ", "must match"),
    ("SOLICENSE_TABLE_PREFIX", "", "must match"),
    ("SOLICENSE_TABLE_PREFIX", "x; DROP TABLE", "must match"),
    ("SOLICENSE_URL_PREFIX", "licences", "must match"),
    ("SOLICENSE_URL_PREFIX", "/licences/", "must match"),
    ("SOLICENSE_URL_PREFIX", "/<int:x>", "must match"),
    ("SOLICENSE_ROOT_KEYS", "nowhere.jwks", "names a file that cannot be read: nowhere.jwks"),
    ("SOLICENSE_ROOT_KEYS", "{}", "is no JWK set"),
    ("SOLICENSE_ROOT_KEYS", "{nonsense", "is no JWK set"),
    ("SOLICENSE_ROOT_KEYS", _OTHER_CURVE, "is not Ed25519"),
    ("SOLICENSE_ROOT_KEYS", _NO_KID, "has no kid"),
    ("SOLICENSE_ROOT_KEYS", ["a"], "must be a text"),
    ("SOLICENSE_LICENCE_HOSTS", "https://", "'https://', which is neither"),
    ("SOLICENSE_LICENCE_HOSTS", ["a.example", "10.0.0.1"], "'10.0.0.1', which is no public"),
    ("SOLICENSE_LICENCE_HOSTS", 8001, "must be a text or a list of texts"),
    ("SOLICENSE_LICENCE_HOSTS", [8001], "must be a text or a list of texts"),
    ("SOLICENSE_REVOCATIONS", "nowhere.jws", "names a file that cannot be read: nowhere.jws"),
    ("SOLICENSE_REVOCATIONS", __file__, "is no list that a root key signed: not-a-package"),
    ("SOLICENSE_AUTO_ACTIVATE", "no", "must be True or False"),
    ("SOLICENSE_SCHEDULER", 0, "must be True or False"),
    ("SOLICENSE_TIMEZONE", "Oslo", "must name a time zone"),
    ("SOLICENSE_TIMEZONE", "../etc/passwd", "must name a time zone"),
    ("SOLICENSE_TIMEZONE", "", "must name a time zone"),
    ("SOLICENSE_TIMEZONE", 1, "must be a text"),
    ("SOLICENSE_CSP", "yes", "must be True or False"),
    ("SOLICENSE_HTMX", "cdn", "must match"),
]


@pytest.mark.parametrize(("key", "value", "problem"), _WRONG, ids=lambda value: str(value)[:30])
def test_a_setting_that_cannot_work_is_refused_by_its_key(
    key: str, value: Any, problem: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        make_app(Host(), **{key: value})
    assert str(refused.value).startswith(f"{key} ")
    assert problem in str(refused.value)
    assert refused.value.key == key


def test_every_setting_is_in_the_table() -> None:
    keys = set(re.findall(r'"(SOLICENSE_[A-Z_]+)"', inspect.getsource(settings)))
    assert keys == {key for key, _value, _problem in _WRONG}


def test_every_setting_stands_in_the_guide_for_hosts() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "install.md"
    text = guide.read_text(encoding="utf-8")
    assert [key for key, _value, _problem in _WRONG if key not in text] == []


def _taken(path: str, **options: Any) -> Any:
    def set_up(app: Flask) -> None:
        app.add_url_rule(path, "of_the_host", lambda: "", **options)

    return set_up


@pytest.mark.parametrize(
    "path", ["/settings/licences", "/settings/licences/", "/settings/licences/report"]
)
def test_an_address_that_the_host_has_already_is_refused_by_the_key(path: str) -> None:
    with pytest.raises(ConfigError, match=f"^SOLICENSE_URL_PREFIX is taken: the host has {path}$"):
        make_app(Host(), set_up=_taken(path))


@pytest.mark.parametrize("path", ["/settings", "/settings/licences-of-others", "/"])
def test_an_address_beside_ours_is_the_hosts(path: str) -> None:
    assert make_app(Host(), set_up=_taken(path)).test_client().get(path).status_code == 200


def test_root_keys_may_be_a_file_or_stand_in_line(issuer: Issuer, tmp_path: Path) -> None:
    file = tmp_path / "root.public.jwks"
    file.write_text(issuer.jwks)
    for value in (issuer.jwks, str(file), file):
        app = make_app(Host(), SOLICENSE_ROOT_KEYS=value)
        assert "test-root" in app.extensions["solicense"].config.root_keys


@pytest.mark.parametrize(
    "value, expected",
    [
        pytest.param("", [], id="empty"),
        pytest.param([], [], id="none"),
        pytest.param("a.example", ["a.example"], id="one"),
        pytest.param("a.example, b.example\n c.example:8443,", 3 * ["."], id="text"),
        pytest.param(("http://127.0.0.1:8001", "a.example"), ["127.0.0.1:8001", "."], id="list"),
    ],
)
def test_licence_hosts_may_be_a_text_or_a_list(value: Any, expected: list[str]) -> None:
    app = make_app(Host(), SOLICENSE_LICENCE_HOSTS=value)
    hosts = app.extensions["solicense"].config.licence_hosts
    assert len(hosts) == len(expected)
    assert all(part in host.netloc for host, part in zip(hosts, expected, strict=True))


def test_without_an_engine_and_a_url_the_database_is_in_the_instance_folder(
    tmp_path: Path,
) -> None:
    app = Flask(__name__, instance_path=str(tmp_path / "instance"))
    Licences().init_app(app, host=Host())
    assert not (tmp_path / "instance").exists()
    done = app.test_cli_runner().invoke(args=["licences", "init-db"])
    assert done.exit_code == 0
    assert (tmp_path / "instance" / "solicense.sqlite").is_file()


def test_tables_have_the_prefix_that_was_chosen(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    app = make_app(Host(), SOLICENSE_DATABASE_URL=url, SOLICENSE_TABLE_PREFIX="lic_")
    assert app.test_cli_runner().invoke(args=["licences", "init-db"]).exit_code == 0
    with sqlite3.connect(tmp_path / "own.sqlite") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    connection.close()
    assert "lic_ledger" in names
    assert [name for name in names if not name.startswith(("lic_", "sqlite_"))] == []
