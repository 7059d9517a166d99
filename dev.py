#!/usr/bin/env python3
"""The one task runner. `python3 dev.py` lists what it does.

Standard library only, so that a fresh clone needs nothing but Python 3.11 and git.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
EXAMPLES = ROOT / ".examples"
LOCK = ROOT / "requirements.lock"
OLDER_SQLALCHEMY = "sqlalchemy>=2.0.40,<2.1"  # the lock holds the newer line
TEMPLATES = (
    "templates",
    "solicense_plugin/demo/templates",
    "solicense_plugin/issuer/server/templates",
    "examples/acme_signatures/src",
)
#: The unit tests: what needs no page, no command, no network and no process beside it.
UNITS = [
    *(f"tests/{part}" for part in ("domain", "packages", "store", "services", "hooks", "i18n")),
    "tests/test_house.py",
    "tests/test_help_pages.py",
]

#: What tests need beside Python: the program that shows it is there, and Debian's package.
TEST_PROGRAMS = {
    "chromium": "chromium",
    "mariadbd": "mariadb-server",
    "initdb": "postgresql",
}
#: Libraries and fonts that no program shows.
TEST_FILES = {
    "/usr/share/fonts/opentype/inter": "fonts-inter",
    "/usr/lib/*/libatomic.so.1": "libatomic1",
}

COMMANDS: dict[str, Callable[[list[str]], int]] = {}


def command(function: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    COMMANDS[function.__name__.removesuffix("_")] = function
    return function


def run(*arguments: str | Path) -> int:
    """Run a program in the checkout and return its exit status."""
    return subprocess.call([str(a) for a in arguments], cwd=ROOT)


def must(*arguments: str | Path) -> None:
    """Run a program that has to succeed."""
    if status := run(*arguments):
        sys.exit(status)


def tool(name: str) -> Path:
    return VENV / "bin" / name


# --- what a fresh machine lacks ----------------------------------------------------------------


def apt(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages where that is allowed; else say the line to type."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    root: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = shutil.which("apt-get") and (not root or not run_quietly("sudo", "-n", "true"))
    if not may:
        sys.exit(
            f"{purpose} needs: {' '.join(packages)}\nType this, then try again:\n  sudo {line}"
        )
    print(f"Installing for {purpose}: {' '.join(packages)}", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    subprocess.call([*root, "apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    if subprocess.call([*root, *line.split()], stdout=subprocess.DEVNULL):
        sys.exit(f"apt-get could not install these. Type this, then try again:\n  sudo {line}")


def run_quietly(*arguments: str) -> int:
    try:
        return subprocess.call(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return 127


def uv() -> str:
    """Find uv on PATH, or install it into a folder of its own."""
    if found := shutil.which("uv"):
        return found
    own = TOOLS / "bin" / "uv"
    if not own.exists():
        if run_quietly(sys.executable, "-c", "import ensurepip, venv"):
            apt(["python3-venv"], "the environment")
        must(sys.executable, "-m", "venv", "--clear", TOOLS)
        must(TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "uv")
    return str(own)


def environment() -> None:
    """Install what `requirements.lock` pins, and this checkout, into `.venv`."""
    stamp = VENV / "installed"
    wanted = hashlib.sha256(
        LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up the environment in .venv …", flush=True)
    install(VENV, LOCK)
    stamp.write_text(wanted)


def install(venv: Path, *requirements: str | Path) -> None:
    os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
    python = venv / "bin" / "python"
    must(uv(), "venv", "--quiet", "--clear", "--python", sys.executable, venv)
    pip = [uv(), "pip", "install", "--quiet", "--python", str(python)]
    must(*pip, "--require-hashes", "-r", requirements[0])
    must(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
    for override in requirements[1:]:
        must(*pip, override)


def test_programs() -> None:
    """Install the browser and the databases that the suite runs against."""
    postgres = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = os.environ.get("PATH", "") + ":/usr/sbin"
    missing = [
        package
        for program, package in TEST_PROGRAMS.items()
        if not shutil.which(program, path=path) and not (program == "initdb" and postgres)
    ]
    missing += [p for files, p in TEST_FILES.items() if not any(Path("/").glob(files[1:]))]
    if missing:
        apt(missing, "the tests")


# --- the commands --------------------------------------------------------------------------------


@command
def demo(arguments: list[str]) -> int:
    """Serve the demo CRM with the plugin ([--port N] and what else `solicense demo` takes)."""
    environment()
    examples()
    return run(tool("solicense"), "demo", *arguments)


def examples() -> None:
    """Install the example add-ons for the demo alone: tests say themselves what is installed."""
    python, folders = VENV / "bin" / "python", sorted((ROOT / "examples").glob("*/"))
    pip = [uv(), "pip", "install", "--quiet", "--python", python, "--target", EXAMPLES]
    must(*pip, "--no-deps", "--no-build-isolation", "--reinstall", *folders)
    os.environ["PYTHONPATH"] = str(EXAMPLES)


@command
def test(arguments: list[str]) -> int:
    """Run the whole suite: checks, every database, the browser, the other line of SQLAlchemy."""
    environment()
    test_programs()
    if arguments:
        return pytest(*arguments)
    for stale in ROOT.glob(".coverage*"):
        stale.unlink()
    return (
        lint()
        or pytest("-n", "2", "--dist", "loadgroup", "--cov", "--cov-report=", "tests")
        or run(tool("python"), "tests/coverage_gate.py")
        or docs([])
        or older_sqlalchemy()
    )


def older_sqlalchemy() -> int:
    """Run the store and what writes most on the older line of SQLAlchemy that is allowed."""
    venv = ROOT / ".venv-sqlalchemy20"
    if not venv.exists():
        install(venv, LOCK, OLDER_SQLALCHEMY)
    python = venv / "bin" / "python"
    core = [f"tests/services/test_{name}.py" for name in ("activation", "superfluous", "last_seat")]
    return run(python, "-m", "pytest", "-q", "-n", "2", "tests/store", *core)


@command
def check(arguments: list[str]) -> int:
    """Lint, types, layers and the unit tests: under 60 seconds."""
    environment()
    quick = "not slow and not browser and not database"
    return lint() or pytest("-n", "2", "-m", quick, *(arguments or UNITS))


def lint() -> int:
    targets = ["solicense_plugin", "tests", "benchmarks", "examples", "dev.py", "docs/conf.py"]
    present = [t for t in targets if (ROOT / t).exists()] + ["hooks"]
    return (
        run(tool("ruff"), "check", "--quiet", *present)
        or run(tool("ruff"), "format", "--quiet", "--check", *present)
        or run(tool("djlint"), "--quiet", "--check", "--lint", *TEMPLATES)
        or run(tool("mypy"), "--no-error-summary")
        or run(tool("lint-imports"), "--no-logo")
    )


def pytest(*arguments: str) -> int:
    return run(tool("python"), "-m", "pytest", "-q", *arguments)


@command
def fmt(_: list[str]) -> int:
    """Format the code and the templates."""
    environment()
    run(tool("ruff"), "check", "--quiet", "--fix", ".", "hooks")
    run(tool("djlint"), "--quiet", "--reformat", *TEMPLATES)
    return run(tool("ruff"), "format", "--quiet", ".", "hooks")


@command
def bench(arguments: list[str]) -> int:
    """Measure, and print the table of docs/benchmarks.md."""
    environment()
    test_programs()
    return run(tool("python"), "-m", "benchmarks", *arguments)


@command
def soak(arguments: list[str]) -> int:
    """Run the long rounds: every test with the numbers that its issue names."""
    environment()
    test_programs()
    os.environ["SOLICENSE_ROUNDS"] = "soak"
    return pytest("-n", "2", *arguments)


@command
def docs(_: list[str]) -> int:
    """Build the documentation site; a warning is an error."""
    environment()
    return run(tool("sphinx-build"), "-q", "-W", "--keep-going", "docs", "docs/_build")


@command
def i18n(_: list[str]) -> int:
    """Extract texts, merge and compile both sets of catalogues."""
    environment()
    return run(tool("python"), "tests/i18n_catalogues.py")


@command
def lock(_: list[str]) -> int:
    """Pin everything in requirements.lock, with hashes and without download addresses."""
    what = "pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11"
    how = "--generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet"
    return run(uv(), *what.split(), *how.split(), "-o", LOCK)


@command
def help_(_: list[str]) -> int:
    """List these commands."""
    print("python3 dev.py COMMAND\n")
    for name, function in COMMANDS.items():
        print(f"  {name:<6} {(function.__doc__ or '').splitlines()[0]}")
    return 0


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever runs this may have less
        sys.exit("Python 3.11 or newer is needed.")
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("command", nargs="?", default="help", choices=COMMANDS)
    chosen, rest = parser.parse_known_args()
    return COMMANDS[chosen.command](rest)


if __name__ == "__main__":
    sys.exit(main())
