"""Fixtures for commands: a host application without tables, and its operator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from solicense_plugin.store.engine import own_engine
from tests.support.host import Host, make_app
from tests.support.signing import COMPANY, SERIAL, Issuer, document
from tests.support.world import Clock


@dataclass
class Operator:
    """Somebody at a terminal, with files to load."""

    app: Flask
    issuer: Issuer
    folder: Path

    def run(self, *arguments: str, **environment: str) -> Result:
        """Run `flask licences …`."""
        runner = self.app.test_cli_runner(env={"LC_ALL": "C", **environment})
        return runner.invoke(args=["licences", *arguments])

    def must(self, *arguments: str) -> str:
        """Run a command that has to succeed, and return what it says."""
        done = self.run(*arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """Run a command that prints JSON and nothing else."""
        return json.loads(self.must(*arguments, "--json"))

    def set_up(self) -> None:
        """Make the tables, and say whose installation it is."""
        self.must("init-db", "--company", COMPANY, "--serial", SERIAL)

    def file(self, *modules: dict[str, object], issue: int = 1, **fields: object) -> str:
        """Write a licence file, and return its path."""
        path = self.folder / f"{issue}.licence"
        path.write_bytes(self.issuer.sign(document(*modules, issue=issue, **fields)))
        return str(path)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def operator(host: Host, tmp_path: Path, issuer: Issuer, clock: Clock) -> Iterator[Operator]:
    """An operator of an application that has no tables yet."""
    engine = own_engine(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    app = make_app(host, engine=engine, clock=clock, SOLICENSE_ROOT_KEYS=issuer.jwks)
    yield Operator(app, issuer, tmp_path)
    engine.dispose()
