"""Add-ons that do what no add-on should, to test an installation with.

::

    with bestiary.released():
        app = create_app()

From then on they are found as if they were installed, all of them or those that are named.
None of them may cost a page of ours a query, a row or its looks; the start waits for the
sleeping ones for a few seconds, once. :func:`wake` ends whatever sleeps.

The one that :data:`HOLDS` is let loose only by its name: on SQLite, which has one writer at a
time, nobody else can write while somebody's code in the same process does.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solicense_plugin.testing.bestiary.naps import SECONDS, wake

_HERE = __name__
#: The one that keeps a transaction open that writes.
HOLDS = "holds-the-database"
#: Each by its name: where it is, and what it does.
BEASTS = {
    "raises-at-import": ("raises_at_import", "raises when it is imported"),
    "exits-at-import": ("exits_at_import", "calls sys.exit when it is imported"),
    "sleeps-at-import": ("sleeps_at_import", "sleeps when it is imported"),
    "raises-when-made": ("loading:RaisesWhenMade", "raises when it is made"),
    "raises-at-registration": ("loading:RaisesAtRegistration", "raises when it is looked at"),
    "sleeps-at-registration": ("loading:SleepsAtRegistration", "sleeps when it is looked at"),
    "of-tomorrow": ("loading:OfTomorrow", "asks for another version of the promises"),
    "misspelt": ("loading:Misspelt", "has a hook that does not exist"),
    "raises": ("asked:Raises", "raises in every hook"),
    "exits": ("asked:Exits", "calls sys.exit in every hook"),
    "sleeps": ("asked:Sleeps", "sleeps in every hook"),
    "answers-wrongly": ("asked:AnswersWrongly", "answers every hook with a number"),
    "answers-at-length": ("asked:AnswersAtLength", "answers with 100,000 values"),
    "deaf": ("asked:Deaf", "raises after commit, when it is told"),
    "raises-when-drawn": ("drawn:Raises", "raises in its tab, its badge and its panel"),
    "exits-when-drawn": ("drawn:Exits", "calls sys.exit in its tab, its badge and its panel"),
    "sleeps-when-drawn": ("drawn:Sleeps", "sleeps in its tab, its badge, its panel and its title"),
    "draws-wrongly": ("drawn:DrawsWrongly", "draws numbers and bytes"),
    "draws-at-length": ("drawn:DrawsAtLength", "draws 100,000 rows"),
    "breaks-its-template": ("drawn:BreaksItsTemplate", "raises in a template"),
    "breaks-the-page": ("drawn:BreaksThePage", "closes what it has not opened, with our ids"),
    "injects": ("speaking:Injects", "has scripts in all of its texts"),
    "speaks-no-utf-8": ("speaking:SpeaksNoUtf8", "has halves of characters in all of its texts"),
    "twin-one": ("clashing:Twin", "has the tab and the pages of its twin"),
    "twin-two": ("clashing:Twin", "has the tab and the pages of its twin"),
    "takes-our-keys": ("clashing:TakesOurKeys", "has tabs with our keys"),
    "takes-a-route": ("clashing:TakesARoute", "has two pages at one address"),
    "everywhere": ("clashing:Everywhere", "acts on every page of the host"),
    "raises-the-second-time": ("clashing:RaisesTheSecondTime", "raises while its pages are put"),
    "sleeps-while-registered": ("clashing:SleepsWhileRegistered", "sleeps while they are"),
    "leaks": ("leaking:Leaks", "leaves a transaction open that reads"),
    HOLDS: ("leaking:Holds", "leaves a transaction open that writes"),
}
#: Those that are let loose together.
TOGETHER = tuple(name for name in BEASTS if name != HOLDS)


@contextmanager
def released(*names: str) -> Iterator[None]:
    """Let add-ons be found in this process as if they were installed.

    :param names: which; all of :data:`TOGETHER` where none is named.
    """
    sys.modules.pop(f"{_HERE}.sleeps_at_import", None)  # it sleeps when it is imported first
    lines = [f"{name} = {_HERE}.{BEASTS[name][0]}" for name in names or TOGETHER]
    with tempfile.TemporaryDirectory(prefix="solicense-bestiary-") as site:
        info = Path(site) / "solicense_bestiary-1.dist-info"
        info.mkdir()
        text = "Metadata-Version: 2.1\nName: solicense-bestiary\nVersion: 1\n"
        (info / "METADATA").write_text(text, encoding="utf-8")
        text = "\n".join(["[solicense.addons]", *lines, ""])
        (info / "entry_points.txt").write_text(text, encoding="utf-8")
        sys.path.insert(0, site)
        try:
            yield
        finally:
            sys.path.remove(site)


__all__ = ["BEASTS", "HOLDS", "SECONDS", "TOGETHER", "released", "wake"]
