"""Whoever uses the keyboard sees in every state where he is."""

from __future__ import annotations

from tests.support.seen import Seen

#: As many as the longest dialog needs to get from its end to its beginning.
_STOPS = 70

#: Whether Tab stopped here before.
_AGAIN = """() => {
  const at = document.activeElement;
  const again = (window.visited ??= new WeakSet()).has(at);
  window.visited.add(at);
  return again;
}"""

_FAULT = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 10), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const name = at.outerHTML.slice(0, 100);
  const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  if (ring < 2) return `no ring: ${name}`;
  if (!top || !(at.contains(top) || top.contains(at) || top.closest("label")?.contains(at)))
    return `hidden behind ${top && top.outerHTML.slice(0, 60)}: ${name}`;
  return "";
}"""


def test_every_place_where_tab_stops_is_seen(seen: Seen) -> None:
    keyboard, faults = seen.page.keyboard, set()
    for _ in range(_STOPS):
        keyboard.press("Tab")
        faults.add(seen.page.evaluate(_FAULT))
        if seen.page.evaluate(_AGAIN):
            break
    for _ in range(10):
        keyboard.press("Shift+Tab")
        faults.add(seen.page.evaluate(_FAULT))
    assert faults <= {""}
