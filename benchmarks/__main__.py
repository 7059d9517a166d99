"""The table of docs/benchmarks.md: `python3 dev.py bench [--people N | --first-add-on]`."""

from __future__ import annotations

import argparse
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path

from sqlalchemy import event, update

from benchmarks import bare, first_add_on
from benchmarks.measure import Pair, in_turns, request
from benchmarks.worlds import ADMIN, World, sqlite
from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE
from solicense_plugin.services import activation
from solicense_plugin.store import licences, owners
from solicense_plugin.testing import bestiary

_PREFIX = "/settings/licences"
_DETAILS = f"{_PREFIX}/owners/SUPEROFFICE/licences/plan-0"
_HTMX = {"HX-Request": "true"}
_SIZES = (1_000, 100_000, 1_000_000)


def main() -> None:
    """Measure everything and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=_SIZES[-1], help="the largest size")
    arguments.add_argument("--first-add-on", action="store_true", help="what a new vendor does")
    chosen = arguments.parse_args()
    if chosen.first_add_on:
        first_add_on.main()
        return
    most = chosen.people
    with tempfile.TemporaryDirectory() as folder:
        print("| what | ours, CPU ms | bare, CPU ms | ratio |")
        print("|---|---:|---:|---:|")
        for line in _pages(Path(folder), most):
            print(line, flush=True)
        print("\n| with bad add-ons, beside without any | with, CPU ms | without | ratio |")
        print("|---|---:|---:|---:|")
        for line in _bad_add_ons(Path(folder)):
            print(line, flush=True)
        print("\n| a package of 500 licences | CPU ms | statements |")
        print("|---|---:|---:|")
        for line in _activation(Path(folder), most):
            print(line, flush=True)


def _pages(folder: Path, most: int) -> Iterator[str]:
    world = World(sqlite(folder / "pages.sqlite"), 60)
    app, plain = world.app(), bare.app(world, _licence_id(world, "plan-0"))
    tab, rows = f"{_PREFIX}/tabs/superoffice", request(plain, "/licences")
    yield _line("tab, 60 licences, page", in_turns(request(app, tab), rows))
    yield _line("tab, 60 licences, panel for htmx", in_turns(request(app, tab, **_HTMX), rows))
    fresh = in_turns(request(app, tab, **_HTMX), rows, before=_change(world))
    yield _line("the same, first time after a change", fresh)
    held, times = 0, {}
    for size in [s for s in _SIZES if s <= most]:
        world.hold(held + 1, size, "plan-0")
        held = size
        people = request(plain, "/holders")
        listed = request(app, _DETAILS, **_HTMX, **{"HX-Target": "sl-holders"})
        pair = in_turns(listed, people)
        times[size] = pair.ours
        yield _line(f"page of 50 holders of {size:,}, list for htmx", pair)
        pair = in_turns(request(app, _DETAILS), people)
        yield _line(f"page of 50 holders of {size:,}, dialog as a page", pair)
    yield f"| list at {held:,} beside 1,000 | | | {times[held] / times[1_000]:.2f} |"


def _bad_add_ons(folder: Path) -> Iterator[str]:
    """Measure our pages with all bad add-ons installed, beside the same without any."""
    world = World(sqlite(folder / "bad.sqlite"), 60)
    without = world.app()
    with bestiary.released():
        logging.getLogger("solicense.add_ons").setLevel(logging.CRITICAL)
        installed = world.app()
    for name, path, headers in (
        ("shell and SuperOffice tab, page", "tabs/superoffice", {}),
        ("SuperOffice tab, panel for htmx", "tabs/superoffice", _HTMX),
        ("Status, page", "status", {}),
    ):
        pages = [request(app, f"{_PREFIX}/{path}", **headers) for app in (installed, without)]
        for _ in range(FAULTS_UNTIL_PAUSE):  # who cannot say who may see his tab is left alone
            pages[0]()
        yield _line(name, in_turns(pages[0], pages[1]))
    bestiary.wake()


def _line(name: str, pair: Pair) -> str:
    return f"| {name} | {pair.ours:.2f} | {pair.bare:.2f} | {pair.ratio:.2f} |"


def _licence_id(world: World, name: str) -> int:
    with world.context.reading() as reading:
        record = owners.by_name(reading, "SUPEROFFICE")
        if record is None:
            raise LookupError
        return licences.of_owner(reading, record.id)[name].id


def _change(world: World) -> Callable[[], object]:
    """Return what somebody's change does to an installation: its revision rises."""
    row = world.store.tables.installation

    def change() -> None:
        with world.engine.begin() as connection:
            connection.execute(update(row).values(revision=row.c.revision + 1))

    return change


def _activation(folder: Path, most: int) -> Iterator[str]:
    world = World(sqlite(folder / "activation.sqlite"), 500)
    counter = Counter()
    event.listen(world.engine, "before_cursor_execute", counter)
    held, issues = 0, count(2)
    for size in [s for s in _SIZES if s <= most]:
        world.hold(held + 1, size, "plan-0")
        held, taken = size, []
        for issue in islice(issues, 7):
            world.load(issue, _raised(world.modules, issue))
            taken.append(_compared_and_activated(world, counter))
        for number, name in enumerate(("compared", "activated")):
            cpu = statistics.median(one[number][0] for one in taken) * 1000
            yield f"| {name} at {size:,} assignments | {cpu:.1f} | {taken[-1][number][1]} |"


def _raised(modules: Iterable[dict[str, object]], issue: int) -> list[dict[str, object]]:
    """Return the same modules with a few more of each."""
    return [
        {**one, "NumberOfLicenses": int(str(one["NumberOfLicenses"])) + issue} for one in modules
    ]


class Counter:
    """Counts the statements that reach a database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_arguments: object) -> None:
        """Count one."""
        self.count += 1


def _compared_and_activated(world: World, counter: Counter) -> list[tuple[float, int]]:
    """Return CPU seconds and statements of a comparison and of an activation."""
    owner, found = "SUPEROFFICE", []
    before, counter.count = time.process_time(), 0
    digest = activation.propose(world.context, owner=owner).comparison.digest
    found.append((time.process_time() - before, counter.count))
    before, counter.count = time.process_time(), 0
    activation.activate(world.context, owner=owner, digest=digest, actor=ADMIN)
    found.append((time.process_time() - before, counter.count))
    return found


if __name__ == "__main__":
    main()
