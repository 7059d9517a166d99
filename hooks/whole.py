"""Whether markup stays where it is put: it closes what it opens, and has no ids of ours."""

from __future__ import annotations

from html.parser import HTMLParser

from solicense_plugin.hooks.boundary import WrongValue

#: Elements without an end.
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Elements whose end tag may be left out.
_ENDS_BY_ITSELF = frozenset(
    "caption colgroup dd dt li optgroup option p rp rt tbody td tfoot th thead tr".split()
)
#: What our own ids begin with.
_OURS = ("sl-", "solicense")


def demand_whole(html: str) -> None:
    """Demand that markup can stand inside a page without touching what is around it.

    :raises WrongValue: it closes more or less than it opens, or has an id as ours are.
    """
    reader = _Reader()
    reader.feed(html)
    reader.demand_end()


class _Reader(HTMLParser):
    """Follows what is open."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and (value or "").lower().startswith(_OURS):
                raise WrongValue(f"an id must begin with the tab's key, not as ours do: {value}")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        drawing = {"svg", "math"}
        if tag not in _VOID and drawing.intersection(self._open):  # elsewhere / means nothing
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1] != tag and self._open[-1] in _ENDS_BY_ITSELF:
            self._open.pop()
        if tag in _VOID:
            return
        if not self._open or self._open.pop() != tag:
            raise WrongValue(f"</{tag}> closes what is not open")

    def demand_end(self) -> None:
        """Demand that nothing is open at the end."""
        left = [tag for tag in self._open if tag not in _ENDS_BY_ITSELF]
        if left:
            raise WrongValue(f"<{left[-1]}> is not closed")
        if "<" in self.rawdata:
            raise WrongValue(f"a tag or comment does not end: {self.rawdata:.100}")
