"""Throw-away database servers, started for the tests and gone with them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def _server_user(*names: str) -> dict[str, Any]:
    """Return how to run a server that refuses root, as somebody else where we are root."""
    if os.geteuid() != 0:
        return {}
    users = [user for user in pwd.getpwall() if user.pw_name in names]
    user = min(users, key=lambda u: names.index(u.pw_name))
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def _folder(run_as: dict[str, Any]) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="solicense-db-"))
    if run_as:
        os.chown(path, run_as["user"], run_as["group"])
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _run(folder: Path, run_as: dict[str, Any], *arguments: str | Path) -> None:
    subprocess.run(
        [str(a) for a in arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, **run_as
    )


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start PostgreSQL on a socket of its own, and yield its URL."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = installed[-1] if installed else Path(shutil.which("initdb") or "initdb")
    binaries = initdb.resolve().parent
    run_as = _server_user("postgres", "nobody")
    with _folder(run_as) as folder:
        data = folder / "data"
        options = "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
        _run(folder, run_as, binaries / "initdb", "-D", data, *options.split())
        settings = (
            f"-c listen_addresses= -k {folder} -c fsync=off -c full_page_writes=off "
            "-c max_connections=200"
        )
        control: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
        _run(folder, run_as, *control, "-l", folder / "log", "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run(folder, run_as, *control, "-m", "immediate", "stop")


@contextlib.contextmanager
def mariadb() -> Iterator[str]:
    """Start MariaDB on a socket of its own, and yield its URL."""
    run_as = _server_user("mysql", "nobody")
    with _folder(run_as) as folder:
        data, socket = folder / "data", folder / "socket"
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}"]
        _run(folder, run_as, *install, "--auth-root-authentication-method=normal")
        command = _mariadbd(data, socket)
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **run_as)
        admin = ["mariadb-admin", f"--socket={socket}", "-uroot", "--silent"]
        try:
            _wait_for(server, [*admin, "ping"])
            _run(folder, run_as, *admin, "create", "crm")
            yield f"mariadb+pymysql://root@localhost/crm?unix_socket={socket}&charset=utf8mb4"
        finally:
            server.terminate()
            server.wait(30)


def _mariadbd(data: Path, socket: Path) -> Sequence[str]:
    program = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin") or "mariadbd"
    return [
        program,
        "--no-defaults",
        f"--datadir={data}",
        f"--socket={socket}",
        f"--pid-file={data}/pid",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
        "--max-connections=200",
    ]


def _wait_for(server: subprocess.Popen[bytes], ping: Sequence[str]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            message = "MariaDB ended at once"
            raise RuntimeError(message)
        if not subprocess.call(ping, stderr=subprocess.DEVNULL):
            return
        time.sleep(0.05)
    message = "MariaDB did not start"
    raise RuntimeError(message)
