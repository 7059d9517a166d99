"""The ways in which somebody works with a page: by mouse, by keyboard alone, without JavaScript."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

_WHERE = """wanted => {
  const active = document.activeElement;
  if (active === wanted) return 0;
  const behind = active.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING;
  return active === document.body || behind ? 1 : -1;
}"""
#: No page of ours has as many places where Tab stops.
_MOST_STOPS = 400


class Mouse:
    """Points and clicks; types only into fields."""

    scripted = True

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, selector: str) -> None:
        self._page.locator(selector).click()

    tick = press

    def write(self, selector: str, text: str) -> None:
        self.press(selector)
        self._page.locator(selector).press_sequentially(text)

    def enter(self, selector: str, text: str) -> None:
        """Write and press Enter."""
        self.write(selector, text)
        self._page.keyboard.press("Enter")

    def choose(self, selector: str, text: str) -> None:
        """Choose the option that ends with a text."""
        options = self._page.locator(f"{selector} option").all_text_contents()
        label = next(option for option in options if option.strip().endswith(text))
        self._page.locator(selector).select_option(label=label.strip())

    def upload(self, selector: str, file: Path) -> None:
        self._page.locator(selector).set_input_files(file)


class Scriptless(Mouse):
    """Uses a browser without JavaScript."""

    scripted = False


class Keyboard(Mouse):
    """Uses Tab, Enter, Space and arrows, and sees at every step where it is."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        # Playwright begins to catch choosers a little after somebody begins to listen.
        page.on("filechooser", lambda _chooser: None)

    def press(self, selector: str) -> None:
        self.reach(selector)
        self._page.keyboard.press("Enter")

    def tick(self, selector: str) -> None:
        self.reach(selector)
        self._page.keyboard.press("Space")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(text)

    def choose(self, selector: str, text: str) -> None:
        self.reach(selector)
        field = self._page.locator(selector)
        options = field.locator("option").all_text_contents()
        wanted = next(n for n, option in enumerate(options) if option.strip().endswith(text))
        for _ in range(wanted):
            self._page.keyboard.press("ArrowDown")
        assert field.evaluate("field => field.selectedIndex") == wanted

    def upload(self, selector: str, file: Path) -> None:
        self.reach(selector)
        with self._page.expect_file_chooser() as chooser:
            self._page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def reach(self, selector: str) -> Locator:
        """Go to an element as Tab goes there, and look whether it can be seen to have the focus."""
        wanted = self._page.locator(selector)
        expect(wanted).to_be_visible()
        for _ in range(_MOST_STOPS):
            direction = wanted.evaluate(_WHERE)
            if direction == 0:
                break
            self._page.keyboard.press("Tab" if direction > 0 else "Shift+Tab")
        expect(wanted).to_be_focused()
        expect(wanted).to_have_css("outline-style", "solid")
        return wanted
