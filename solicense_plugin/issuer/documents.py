"""A package's document in both notations, from one tree of fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from solicense_plugin.packages.strict_xml import ROOT

#: What a file's name ends with, and what it holds.
MEDIA_TYPES: Mapping[str, str] = {".json": "application/json", ".xml": "application/xml"}


def to_json(fields: Mapping[str, object]) -> bytes:
    """Write a document as JSON."""
    return json.dumps(fields, ensure_ascii=False, indent=1).encode()


def to_xml(fields: Mapping[str, object]) -> bytes:
    """Write a document as XML: the same fields as elements, translations as ``Text``."""
    root = Element(ROOT)
    _fill(root, fields)
    indent(root, " ")
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _fill(parent: Element, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        element = SubElement(parent, name)
        if isinstance(value, list):
            for item in value:
                _fill(SubElement(element, name.removesuffix("s")), item)
        elif isinstance(value, dict):
            for language, text in value.items():
                SubElement(element, "Text", lang=language).text = text
        else:
            element.text = _written(value)


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
