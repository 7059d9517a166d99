"""Changing a few fields of a document and leaving the others, in both notations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.names import module_key
from solicense_plugin.issuer.documents import to_json
from solicense_plugin.packages import strict_json, strict_xml

_MODULES, _NAME, _QUANTITY = "ModuleLicenses", "ModuleName", "NumberOfLicenses"


class Editable(Protocol):
    """A document that has been read, and what may be changed in it."""

    def text(self, name: str) -> str:
        """Return a field as text; empty when it is not there."""

    def put(self, name: str, value: object) -> None:
        """Set a field."""

    def raise_quantities(self, more: Mapping[str, int]) -> None:
        """Add to the quantities of licences, by their keys."""

    def content(self) -> bytes:
        """Return the document."""


def editable(content: bytes, media_type: str) -> Editable:
    """Read a document to be changed.

    :raises PackageRefused: it is not well-formed.
    """
    return _Xml(content) if media_type == "application/xml" else _Json(content)


class _Json:
    def __init__(self, content: bytes) -> None:
        fields = strict_json.loads(content)
        if not isinstance(fields, dict):
            raise PackageRefused(Fault.MALFORMED, strict_xml.ROOT)
        self._fields: dict[str, Any] = fields

    def text(self, name: str) -> str:
        return str(self._fields.get(name) or "")

    def put(self, name: str, value: object) -> None:
        self._fields[name] = value

    def raise_quantities(self, more: Mapping[str, int]) -> None:
        for module in self._fields[_MODULES]:
            key = module_key(module[_NAME])
            module[_QUANTITY] = int(module[_QUANTITY]) + more.get(key, 0)

    def content(self) -> bytes:
        return to_json(self._fields)


class _Xml:
    def __init__(self, content: bytes) -> None:
        strict_xml.loads(content)
        self._root: Element = fromstring(content, forbid_dtd=True)

    def text(self, name: str) -> str:
        return self._root.findtext(name) or ""

    def put(self, name: str, value: object) -> None:
        found = self._root.find(name)
        element = SubElement(self._root, name) if found is None else found
        element.text = str(value)

    def raise_quantities(self, more: Mapping[str, int]) -> None:
        for module in self._root.iterfind(f"{_MODULES}/ModuleLicense"):
            key = module_key(module.findtext(_NAME) or "")
            quantity = module.find(_QUANTITY)
            if quantity is not None:
                quantity.text = str(int(quantity.text or 0) + more.get(key, 0))

    def content(self) -> bytes:
        written: bytes = tostring(self._root, encoding="UTF-8", xml_declaration=True)
        return written
