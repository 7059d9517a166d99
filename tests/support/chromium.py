"""Chromium as the tests use it: every page is watched for what a policy forbids and for errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    ViewportSize,
    WebError,
)

from tests.support.crm_server import ROOT

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
]
#: The size of a usual window.
USUAL: ViewportSize = {"width": 1280, "height": 900}
_FONTS = str(ROOT / "tests" / "browser" / "fonts.conf")
_WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("Content Security Policy event", event.violatedDirective, event.blockedURI));"""


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium, with Inter as the system's font."""
    return playwright.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=_ARGUMENTS,
        env={**os.environ, "FONTCONFIG_FILE": _FONTS},
    )


@dataclass
class Watch:
    """What the pages of contexts complain of."""

    #: What the Content-Security-Policy forbade, in the browser's words.
    violations: list[str] = field(default_factory=list)
    #: Exceptions of scripts that nobody caught.
    errors: list[str] = field(default_factory=list)
    _looking_away: bool = False

    def saw_nothing(self) -> None:
        """Fail if a page complained of anything."""
        assert self.violations == []
        assert self.errors == []

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(_WATCH)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text and not self._looking_away:
            self.violations.append(message.text)

    def _error(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    @contextmanager
    def look_away(self, page: Page) -> Iterator[None]:
        """Forget what Playwright itself does to a page while it takes a picture."""
        self._looking_away = True
        yield
        page.evaluate("0")  # an answer means that what was said before it has arrived
        self._looking_away = False


def open_context(
    browser: Browser, watch: Watch, url: str, *, cookie: str = "", **options: Any
) -> BrowserContext:
    """Open a context of its own cookies, of somebody who has signed in where a cookie is given."""
    settings = {"viewport": USUAL, "reduced_motion": "reduce", "base_url": url, **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(10_000)
    watch.over(context)
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": url}])
    return context


def picture(page: Page, watch: Watch, file: Path, *, whole: bool = False) -> None:
    """Take a picture of what is to be seen, or of the whole page."""
    with watch.look_away(page):
        page.screenshot(path=file, full_page=whole)
