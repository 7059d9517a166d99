"""Every state on a narrow, a zoomed, a usual and a very wide screen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.seen import Seen

#: 640 px is a usual window at 200 %, 320 px one at 400 %.
WIDTHS = (320, 640, 1280, 2560)

_SCROLLS_SIDEWAYS = """() => {
  const page = document.scrollingElement;
  const boxes = [...document.querySelectorAll("main *")].filter((box) =>
    box.scrollWidth > box.clientWidth + 1 &&
    ["auto", "scroll"].includes(getComputedStyle(box).overflowX));
  const wide = boxes.filter((box) => !box.matches(".sl-card"));
  const found = wide.map((box) => box.outerHTML.slice(0, 80));
  return page.scrollWidth > page.clientWidth ? ["the page", ...found] : found;
}"""

_SMALL_TARGETS = """() => {
  const pressed = "button, .sl-button, .sl-close, .sl-tabs a, .sl-table thead a, select, summary, "
    + "input:not([type=hidden]), .crm-side nav a, .crm-tabs a";
  const targets = [...document.querySelectorAll(pressed)].filter((target) =>
    target.checkVisibility());
  const pressable = (target) => (target.type === "checkbox" && target.closest("label")) || target;
  return targets.map((target) => [target, pressable(target).getBoundingClientRect()])
    .filter(([_, box]) => Math.round(box.width) < 24 || Math.round(box.height) < 24)
    .map(([target, box]) => `${box.width} x ${box.height}: ${target.outerHTML.slice(0, 120)}`);
}"""

_OUTSIDE = """() => [...document.querySelectorAll("dialog[open]")].filter((dialog) => {
  const box = dialog.getBoundingClientRect();
  return box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
}).length"""

_CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((box) =>
  box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1 &&
  ["hidden", "clip"].includes(getComputedStyle(box).overflowX)).map((box) => box.outerHTML)"""


def test_everything_fits_at_every_width(seen: Seen) -> None:
    assert {width: faults for width in WIDTHS if (faults := _faults(seen.page, width))} == {}


def _faults(page: Page, width: int) -> list[str]:
    """Return what does not fit at a width."""
    page.set_viewport_size({"width": width, "height": 800})
    faults: list[str] = page.evaluate(_SCROLLS_SIDEWAYS)
    faults += page.evaluate(_SMALL_TARGETS)
    faults += page.evaluate(_CUT_OFF)
    return faults + ["a dialog stands out of the window"] * page.evaluate(_OUTSIDE)
