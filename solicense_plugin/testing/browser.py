"""A CRM in a real browser, by Playwright, for whoever has installed it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Unchanged, with its own licence (MPL 2.0) at its head.
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"

#: What can be used, by mouse at least, in what a vendor draws.
_USED = """[...document.querySelectorAll(`.sl-vendor :is(a[href], button, input, select, textarea,
  summary, [tabindex], [hx-get], [hx-post], [onclick], [role=button])`)]
  .filter((e) => e.checkVisibility() && !e.disabled && e.type !== "hidden"
    && !(e.getAttribute("hx-trigger") || "").startsWith("load"))"""
_LEFT = f"() => {_USED}.filter((e) => !window.reached?.has(e)).map((e) => e.outerHTML)"
#: Notes where the focus is, and answers with what is wrong there, and whether it was there before.
_STOP = """() => {
  const at = document.activeElement;
  window.reached ??= new Set();
  const again = window.reached.has(at);
  window.reached.add(at);
  if (at === document.body || !at.closest(".sl-vendor")) return ["", again];
  const style = getComputedStyle(at);
  const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return [ring < 2 ? `no ring: ${at.outerHTML.slice(0, 100)}` : "", again];
}"""


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium: Playwright's own where that is installed, else the system's."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  nobody needs it without

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = own if own.exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on this machine; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def axe(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on a page, as lines to read.

    :param rules: by which alone it looks; without any, by all of them.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found: dict[str, list[dict[str, Any]]] = page.evaluate(
        """(rules) => axe.run(document, {
          resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})
        })""",
        list(rules),
    )
    return [
        f"{rule['id']}: {' | '.join(node['html'][:200] for node in rule['nodes'])}"
        for rule in found["violations"]
    ]


def out_of_reach(page: Page) -> list[str]:
    """Press Tab through a page, and return what of a vendor's is not reached or not seen."""
    faults: list[str] = []
    again = False
    while not again:
        page.keyboard.press("Tab")
        fault, again = page.evaluate(_STOP)
        faults += [fault] if fault else []
    left: list[str] = page.evaluate(_LEFT)
    return faults + [f"not reached: {html[:100]}" for html in left]
