"""A visitor with a browser: presses buttons and follows links, without JavaScript or as htmx."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from solicense_plugin.testing.markup import Element, parse

#: What a control is filled with: a text, a file, several ticks, or no tick.
Value = str | bytes | list[str] | None


class Visitor:
    """Somebody with a session of his own.

    With ``htmx=True`` it does what htmx does with elements that have ``hx-…``
    attributes, and gets parts of pages; without it, a browser without JavaScript.
    """

    def __init__(self, app: Flask, *, htmx: bool = False) -> None:
        self.client = app.test_client()
        self.htmx = htmx
        #: The address that is shown.
        self.url = "http://localhost/"

    def open(self, url: str, **options: Any) -> Page:
        """Open an address, and go where it leads."""
        response = self.client.open(url, **options)
        while response.status_code in {301, 302, 303}:
            response = self.client.get(response.location)
        self.url = response.request.url
        return Page(self, response)

    def send(self, url: str, *, target: str = "", **options: Any) -> Page:
        """Ask for a part of a page, as htmx does."""
        headers = {"HX-Request": "true", "HX-Current-URL": self.url}
        headers |= {"HX-Target": target} if target else {}
        headers |= options.pop("headers", {})
        response = self.client.open(url, headers=headers, **options)
        if "HX-Redirect" in response.headers:
            return self.open(response.headers["HX-Redirect"])
        return Page(self, response, is_part=True)


@dataclass
class Page:
    """A page, or a part of one, as the server sent it."""

    visitor: Visitor
    response: TestResponse
    is_part: bool = False
    html: str = field(init=False)

    def __post_init__(self) -> None:
        self.html = self.response.get_data(as_text=True)

    @property
    def status(self) -> int:
        """The status."""
        return self.response.status_code

    @property
    def path(self) -> str:
        """The path that was asked for last."""
        return urlsplit(self.response.request.url).path

    @cached_property
    def root(self) -> Element:
        """The page as a tree."""
        return parse(self.html)

    @property
    def text(self) -> str:
        """What a reader reads."""
        return self.root.text

    def by_id(self, identifier: str) -> Element:
        """Return the element with an id, which must be there."""
        found = self.root.by_id(identifier)
        assert found is not None, f"no #{identifier} in {self.html}"
        return found

    def link(self, text: str) -> Element:
        """Return the first link with a text."""
        return self._named(text, "a")

    def button(self, text: str) -> Element:
        """Return the first button with a text."""
        return self._named(text, "button")

    def has(self, tag: str, text: str) -> bool:
        """Tell whether there is a link or button with a text."""
        return any(element.text == text for element in self.root.all(tag))

    def _named(self, text: str, tag: str) -> Element:
        found = [element for element in self.root.all(tag) if element.text == text]
        assert found, f"no <{tag}> {text!r} among {[e.text for e in self.root.all(tag)]}"
        return found[0]

    def follow(self, link: str | Element) -> Page:
        """Click on a link."""
        element = self.link(link) if isinstance(link, str) else link
        if self.visitor.htmx and "hx-get" in element:
            return self.visitor.send(element["hx-get"], target=_target(element))
        return self.visitor.open(element["href"])

    def press(self, button: str | Element, **filled: Value) -> Page:
        """Fill in the form around a button, and press it.

        :param filled: what is typed, chosen or ticked; ``_`` stands for ``-`` in names.
        """
        element = self.button(button) if isinstance(button, str) else button
        assert "disabled" not in element, f"{element.text!r} is disabled"
        form, values = self._filled(element, filled)
        if "name" in element:
            values.add(element["name"], element.get("value"))
        if self.visitor.htmx and "hx-post" in element:
            return self._as_htmx(element, values)
        return self._submit(form, element.get("formaction") or form["action"], values)

    def change(self, control: str, **filled: Value) -> Page:
        """Change something to which htmx listens; the form is filled in as it is now."""
        element = self.by_id(control)
        listener: Element | None = element
        while listener is not None and "hx-trigger" not in listener:
            listener = listener.parent
        assert listener is not None, f"nobody listens to #{control}"
        return self._as_htmx(listener, self._filled(element, filled)[1])

    def _filled(
        self, element: Element, filled: Mapping[str, Value]
    ) -> tuple[Element, MultiDict[str, Any]]:
        form = element.closest("form")
        assert form is not None
        return form, controls(self.root, form, filled)

    def _submit(self, form: Element, action: str, values: MultiDict[str, Any]) -> Page:
        if form.get("method", "get") == "get":
            query = urlencode(list(values.items(multi=True)))
            return self.visitor.open(f"{action.partition('?')[0]}?{query}")
        return self.visitor.open(action, method="POST", **_body(values, form.get("enctype")))

    def _as_htmx(self, element: Element, values: MultiDict[str, Any]) -> Page:
        for name, value in json.loads(element.get("hx-vals", "{}")).items():
            values.setlist(name, [value])
        target = _target(element)
        if "hx-get" in element:
            query = urlencode(list(values.items(multi=True)))
            return self.visitor.send(f"{element['hx-get']}?{query}", target=target)
        body = _body(values, element.get("hx-encoding"))
        return self.visitor.send(element["hx-post"], target=target, method="POST", **body)


def _body(values: MultiDict[str, Any], encoding: str) -> dict[str, Any]:
    """Return what is sent, and how; of files more than their names only if encoded so."""
    if encoding == "multipart/form-data":
        boundary, content = encode_multipart(values)
        return {"data": content, "content_type": f"{encoding}; boundary={boundary}"}
    return {"data": values, "content_type": "application/x-www-form-urlencoded"}


def _target(element: Element) -> str:
    """Return the id of what htmx swaps."""
    return element.get("hx-target").removeprefix("#")


def controls(root: Element, form: Element, filled: Mapping[str, Value]) -> MultiDict[str, Any]:
    """Return what a form sends, with some controls filled in."""
    values: MultiDict[str, Any] = MultiDict()
    mine = _of_form(root, form)
    unknown = filled.keys() - {_word(control) for control in mine}
    assert not unknown, f"no control for {unknown}"
    for control in mine:
        word = _word(control)
        value = filled[word] if word in filled else _as_it_is(control)
        for sent in _values(control, value):
            values.add(control["name"], sent)
    return values


def _word(control: Element) -> str:
    return control["name"].replace("-", "_")


def _of_form(root: Element, form: Element) -> list[Element]:
    found = root.all("input", "select", "textarea")
    mine = [c for c in found if c.get("form") == form.get("id", "-") or c.closest("form") is form]
    return [control for control in mine if "name" in control and "disabled" not in control]


def _as_it_is(control: Element) -> Value:
    if control.tag == "select":
        options = control.all("option")
        chosen = [option for option in options if "selected" in option] or options[:1]
        return chosen[0].get("value")
    if control.get("type") in {"checkbox", "radio"}:
        return [control.get("value", "on")] if "checked" in control else []
    if control.get("type") == "file":
        return b""
    return control.get("value")


def _values(control: Element, value: Value) -> list[Any]:
    """Return what one control sends."""
    if isinstance(value, list):
        return [control.get("value", "on")] if control.get("value", "on") in value else []
    if isinstance(value, bytes):
        return [FileStorage(BytesIO(value), "package.licence" if value else "")]
    if value is not None and control.tag == "select":
        assert value in {option.get("value") for option in control.all("option")}
    return [] if value is None else [value]
