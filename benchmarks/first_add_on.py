"""What a new vendor does first, with real processes: `python3 dev.py bench --first-add-on`.

Each step is timed: a package from the scaffold, its tab on the screen of the demo, a changed
text, its tests, a wheel, and that wheel in a clean environment and a new demo.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

_ROOT = Path(__file__).parents[1]
_CONSOLE = (sys.executable, "-m", "solicense_plugin.console")
#: For how many seconds a step may wait for the demo.
_PATIENCE = 120.0


def main() -> None:
    """Do it, and print how long each step took."""
    with tempfile.TemporaryDirectory() as name:
        print("| step | seconds |\n|---|---:|", flush=True)
        total = 0.0
        for step, seconds in _steps(Path(name)):
            print(f"| {step} | {seconds:.1f} |", flush=True)
            total += seconds
        print(f"| together | {total:.1f} |")


def _steps(work: Path) -> Iterator[tuple[str, float]]:
    package = work / "acme-forms"
    made = [*_CONSOLE, "new-addon", "acme-forms", "--into", str(work)]
    yield "`solicense new-addon acme-forms`", _timed(lambda: _run(*made))
    began = time.monotonic()
    with _demo(work / "world", work, "--addon", str(package)) as demo:
        demo.wait_for("Acme Forms")
        yield "`solicense demo --addon .`, signed in, the tab is there", _since(began)
        module = package / "src" / "acme_forms" / "__init__.py"
        began = time.monotonic()
        _write(module, "Welcome, %(name)s.", "Good morning, %(name)s.")
        demo.wait_for("Good morning, ")
        yield "a text is changed, and shown again", _since(began)
    _write(module, "Good morning, %(name)s.", "Welcome, %(name)s.")
    pip, site, clean = _Pip(work / "pip"), work / "site", work / "clean"
    began = time.monotonic()
    pip.install(package, site)
    inside = {"PYTHONPATH": os.pathsep.join([str(site), str(_ROOT)])}
    _run(sys.executable, "-m", "pytest", "-q", cwd=package, **inside)
    yield "it is installed, and `pytest` with the conformance suite", _since(began)
    yield "a wheel is built", _timed(lambda: pip.build(package, work / "dist"))
    began = time.monotonic()
    (wheel,) = (work / "dist").glob("*.whl")
    pip.install(wheel, clean)
    with _demo(work / "new-world", work, site=clean) as demo:
        demo.wait_for("Acme Forms")
        yield "the wheel is installed, and a new demo shows it", _since(began)


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return _since(began)


def _since(began: float) -> float:
    return time.monotonic() - began


def _run(*command: str, cwd: Path = _ROOT, **environment: str) -> None:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _write(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file} does not say {old!r}")
    file.write_text(text.replace(old, new), encoding="utf-8")


class _Pip:
    """A pip of its own, which asks no index: what an add-on needs is here already."""

    def __init__(self, folder: Path) -> None:
        _run(sys.executable, "-m", "venv", str(folder))
        python = str(folder / "bin" / "python")
        self._command = [python, "-m", "pip", "--python", sys.executable]

    def build(self, package: Path, into: Path) -> None:
        """Build a wheel."""
        self._do("wheel", "--no-build-isolation", "--wheel-dir", str(into), str(package))

    def install(self, what: Path, site: Path) -> None:
        """Install a package or a wheel into a folder of its own."""
        self._do("install", "--no-build-isolation", "--target", str(site), str(what))

    def _do(self, *arguments: str) -> None:
        options = "--quiet --no-deps --no-index --disable-pip-version-check".split()
        _run(*self._command, *arguments, *options)


class _Demo:
    """The demo in a process of its own, and an administrator who has signed in."""

    def __init__(self, address: str, log: Path) -> None:
        self._address, self._log = address, log
        self._browser: OpenerDirector | None = None

    def wait_for(self, text: str) -> None:
        """Wait until a text stands in the tab."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                if text in self._tab():
                    return
            except (URLError, ConnectionError):
                self._browser = None  # it starts
            time.sleep(0.1)
        sys.exit(f"{text!r} did not appear.\n{self._log.read_text(encoding='utf-8')}")

    def _tab(self) -> str:
        self._browser = self._browser or self._signed_in()
        tab = "/settings/licences/tabs/acme-forms"
        return self._get(self._browser, tab) + self._get(self._browser, f"{tab}/part")

    def _signed_in(self) -> OpenerDirector:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._get(browser, "/login"))
        fields = {"username": "admin", "password": "demo", "csrf_token": token[1] if token else ""}
        browser.open(f"{self._address}/login", urlencode(fields).encode(), timeout=20).close()
        return browser

    def _get(self, browser: OpenerDirector, path: str) -> str:
        with browser.open(f"{self._address}{path}", timeout=20) as answer:
            return str(answer.read().decode())


@contextmanager
def _demo(state: Path, work: Path, *options: str, site: Path | None = None) -> Iterator[_Demo]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*_CONSOLE, "demo", "--port", str(port), "--state", str(state), *options]
    paths = [str(path) for path in (site, _ROOT) if path]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    log = work / "demo.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=work, env=environment, stdout=said, stderr=said)
        try:
            yield _Demo(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
