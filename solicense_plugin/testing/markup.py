"""HTML as a tree, small enough for tests: what is in a page, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False)
class Element:
    """An element, with its children in order; a text is a child of type ``str``."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    def walk(self) -> Iterator[Element]:
        """Yield every element below this one."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, *tags: str) -> list[Element]:
        """Return the elements of these kinds."""
        return [element for element in self.walk() if element.tag in tags]

    def by_id(self, identifier: str) -> Element | None:
        """Return the element with an id."""
        found = (e for e in self.walk() if e.attributes.get("id") == identifier)
        return next(found, None)

    def closest(self, tag: str) -> Element | None:
        """Return the element, or the nearest one around it, of a kind."""
        here: Element | None = self
        while here is not None and here.tag != tag:
            here = here.parent
        return here

    @property
    def text(self) -> str:
        """What a reader reads, with single spaces."""
        return " ".join(self._texts().split())

    def _texts(self) -> str:
        parts = (c if isinstance(c, str) else f" {c._texts()} " for c in self.children)
        return "".join(parts)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute's value."""
        return self.attributes.get(attribute, default)

    def __contains__(self, attribute: str) -> bool:
        return attribute in self.attributes


class _Builder(HTMLParser):
    """Builds the tree; our markup closes what it opens, and that is demanded."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self._here = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        values = {name: value or "" for name, value in attrs}
        element = Element(tag, values, parent=self._here)
        self._here.children.append(element)
        if tag not in _VOID:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._here.tag == tag, f"</{tag}> closes <{self._here.tag}>"
        assert self._here.parent is not None
        self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        self._here.children.append(data)

    def whole(self) -> Element:
        assert self._here is self.root, f"<{self._here.tag}> is not closed"
        return self.root


def parse(html: str) -> Element:
    """Read a page or a part of one."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.whole()
