"""What an administrator does from the sign-in to the new licence, step by step."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.support.crm_world import CrmWorld
from tests.support.hands import Mouse

_HUGO = "hugo"
_RED = "rgb(168, 32, 26)"


class Story:
    """A page, the hand that works with it, and the steps; each sees what it leads to."""

    def __init__(self, page: Page, hand: Mouse, world: CrmWorld) -> None:
        self.page = page
        self.hand = hand
        self.world = world

    # --- what is seen --------------------------------------------------------------------------

    def at(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def sees(self, selector: str) -> Locator:
        """See something, and that the focus is somewhere."""
        expect(self.at(selector)).to_be_visible()
        if self.hand.scripted:
            expect(self.at(":focus")).to_have_count(1)
        return self.at(selector)

    def sees_dialog(self, selector: str) -> None:
        """See a dialog's content; a script has opened it and gone to its heading."""
        self.sees(selector)
        if self.hand.scripted:
            expect(self.at("dialog[open] #solicense-dialog-title")).to_be_focused()

    def sees_row(self, licence: str, *figures: int) -> None:
        """See a licence in the list: in use, available, quantity."""
        row = self.at(f"tr:has(#sl-of-{licence})")
        expect(row.locator("td.sl-num")).to_have_text([str(figure) for figure in figures])

    def remember(self) -> None:
        """Mark the page, so that it is noticed if it is loaded again."""
        if self.hand.scripted:
            self.page.evaluate("window.marked = true")

    def was_not_reloaded(self) -> None:
        assert not self.hand.scripted or self.page.evaluate("window.marked") is True

    # --- the steps -----------------------------------------------------------------------------

    def sign_in(self) -> None:
        self.page.goto("/login")
        self.hand.write("[name=username]", "admin")
        self.hand.enter("[name=password]", "demo")
        self.at("nav a[href='/settings/licences/']").wait_for()

    def go_to_licences(self) -> None:
        self.hand.press("nav a[href='/settings/licences/']")
        expect(self.at("#solicense-tab-superoffice")).to_have_attribute("aria-current", "page")
        expect(self.at(".sl-facts")).to_contain_text("Nordlys Design AS")
        expect(self.at(".sl-facts")).to_contain_text("1010000006")
        expect(self.at("#solicense-case")).to_contain_text("Sales Premium")
        expect(self.at("#solicense-tab-superoffice .sl-badge")).to_be_visible()
        self.sees_row("ten-sales", 20, 1, 21)
        self.remember()

    def look_at_new_licence(self) -> None:
        """Activate new licence, which is blocked, and says why."""
        self.hand.press("#sl-activate-new")
        self.sees_dialog("#sl-activate")
        self.is_blocked()

    def is_blocked(self) -> None:
        expect(self.at("#sl-activate")).to_be_disabled()
        expect(self.at("#sl-activate")).to_have_attribute("aria-describedby", "sl-reasons")
        expect(self.at("#sl-reasons")).to_contain_text("Sales Premium")
        expect(self.at("tr.sl-over")).to_have_count(1)
        expect(self.at("tr.sl-over a")).to_have_css("color", _RED)

    def go_to_superfluous(self) -> None:
        """Go by the sentence and back, then by the red name."""
        self.hand.press("#sl-reasons a")
        self.sees_dialog("#sl-ok")
        self.hand.press("#sl-cancel")
        self.sees_dialog("#sl-activate")
        self.hand.press("tr.sl-over a")
        self.sees_dialog("#sl-ok")
        expect(self.at("#sl-counts .sl-stop")).to_contain_text("2")

    def search_and_sort(self) -> None:
        """Sort; then search for somebody by Enter, which applies nothing."""
        self.hand.press("#sl-by-name")
        self.sees("th[aria-sort=ascending] #sl-by-name")
        self.hand.press("#sl-by-name")
        self.sees("th[aria-sort=descending] #sl-by-name")
        self.hand.enter("#sl-choose-q", _HUGO)
        expect(self.at("[name=chosen]")).to_have_count(1)
        self.sees("#sl-ok")
        self.sees_row_unchanged()

    def sees_row_unchanged(self) -> None:
        if self.hand.scripted:
            self.sees_row("ten-sales", 20, 1, 21)

    def choose_people(self) -> None:
        """Give Hugo another licence, and take it from whoever is suggested."""
        hugo = self.world.user_id(_HUGO)
        self.hand.choose(f"#sl-target-{hugo}", "Sales Essentials")
        if not self.hand.scripted:
            self.hand.tick(f"#sl-chosen-{hugo}")
            self.hand.press("#sl-search")
        expect(self.at(f"#sl-chosen-{hugo}")).to_be_checked()
        self.sees_counted(1, 1)
        self.hand.press("#sl-suggest")
        self.sees_counted(2, 0)
        expect(self.at("#sl-counts .sl-good")).to_be_visible()

    def sees_counted(self, chosen: int, missing: int) -> None:
        """See how many are chosen, and hear it from a region that was there before."""
        count = self.at("#sl-counts [data-sl-said]")
        expect(count).to_contain_text(str(chosen))
        expect(count).to_contain_text(str(missing))
        if self.hand.scripted:
            said = " ".join(count.inner_text().split())
            expect(self.at("#solicense-dialog-said")).to_have_text(said)
            self.sees("#sl-ok")

    def apply(self) -> None:
        """OK leads back to the activation, which is not blocked any more."""
        self.hand.press("#sl-ok")
        self.sees_dialog("#sl-activate")
        expect(self.at("#sl-activate")).to_be_enabled()
        expect(self.at("tr.sl-over")).to_have_count(0)

    def activate(self) -> None:
        """Everything changes in its place, and the message is where the focus goes."""
        self.hand.press("#sl-activate")
        expect(self.at("#solicense-status .sl-good")).to_be_visible()
        if self.hand.scripted:
            expect(self.at("#solicense-status")).to_be_focused()
            expect(self.at("dialog[open]")).to_have_count(0)
        expect(self.at("#sl-activate-new")).to_have_count(0)
        expect(self.at(".sl-badge")).to_have_count(0)
        self.sees_row("ten-sales", 18, 0, 18)
        self.was_not_reloaded()

    # --- a licence in detail -------------------------------------------------------------------

    def look_at_holders(self) -> None:
        """Look at a hidden licence that everybody with a plan has: sort, page, search."""
        self.hand.tick("#sl-hidden")
        if not self.hand.scripted:
            self.hand.press("#sl-find button")
        self.hand.press("#sl-of-web")
        self.sees_dialog("#sl-holders")
        expect(self.at("#sl-holders tbody tr")).to_have_count(50)
        self.hand.press("#sl-by-since")
        self.sees("th[aria-sort=ascending] #sl-by-since")
        self.hand.press("#sl-next")
        expect(self.at("#sl-holders tbody tr")).to_have_count(9)
        self.sees("#sl-previous")
        self.hand.press("#sl-previous")
        expect(self.at("#sl-holders tbody tr")).to_have_count(50)
        self.sees("#sl-next")
        self.hand.enter("#sl-holders-q", "lind")
        expect(self.at("#sl-holders tbody tr")).to_have_count(2)
        self.sees("#sl-holders")

    def close_dialog(self, opener: str) -> None:
        """Close it; the focus is where it was opened."""
        self.hand.press("#solicense-dialog-body .sl-close")
        self.sees("#solicense-list")
        if self.hand.scripted:
            expect(self.at("dialog[open]")).to_have_count(0)
            expect(self.at(opener)).to_be_focused()

    # --- a file ----------------------------------------------------------------------------------

    def load(self, file: Path) -> None:
        self.hand.upload("#sl-file", file)
        self.hand.press("#sl-load-file")

    def load_bad_file(self) -> None:
        """A bad file is refused with the reason, and another one can be chosen at once."""
        self.hand.press("#sl-load")
        self.sees_dialog("#sl-load-file")
        self.load(self.world.damaged_licence())
        self.sees("#sl-problem")
        expect(self.at("#sl-file")).to_have_attribute("aria-describedby", "sl-problem")

    def load_good_file(self) -> None:
        """A good file shows what it changes, and can be activated."""
        self.load(self.world.newer_licence(quantities={"ten-sales": 20}))
        self.sees("#sl-activate")
        expect(self.at("#sl-activate")).to_be_enabled()
        self.hand.press("#sl-activate")
        expect(self.at("#solicense-status .sl-good")).to_be_visible()
        self.sees_row("ten-sales", 20, 0, 20)

    def load_same_file(self) -> None:
        """The same file again changes nothing, and says so."""
        before = self.at("#solicense-status").inner_text()
        self.hand.press("#sl-load")
        self.sees_dialog("#sl-load-file")
        self.load(self.world.newer_licence(quantities={"ten-sales": 20}))
        expect(self.at("#solicense-status")).not_to_have_text(before)
        self.sees("#solicense-status .sl-good")
        self.sees_row("ten-sales", 20, 0, 20)
