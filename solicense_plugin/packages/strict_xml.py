"""XML as signed documents use it: no DTD, no entities, no namespace, no depth without end."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.packages.strict_json import MAX_DEPTH

ROOT = "LicenseInfo"
#: The elements that hold a list of others, and what those are called.
_LISTS = {"ModuleLicenses": "ModuleLicense"}
#: In an element of translations: the element of one, with its language as attribute.
_TRANSLATION, _LANGUAGE = "Text", "lang"


def loads(content: bytes) -> object:
    """Read an XML document into the tree that JSON would give; every leaf is a text.

    :raises PackageRefused: ``forbidden-xml``, ``duplicate-key``, ``too-deep`` or
        ``malformed``.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise PackageRefused(Fault.FORBIDDEN_XML) from error
    except (ParseError, ValueError, LookupError) as error:
        raise PackageRefused(Fault.MALFORMED, "XML") from error
    if root.tag != ROOT:
        raise PackageRefused(Fault.MALFORMED, ROOT)
    return _tree(root, MAX_DEPTH)


def _tree(element: Element, left: int) -> object:
    if not left:
        raise PackageRefused(Fault.TOO_DEEP)
    if element.tag in _LISTS:
        return [_tree(child, left - 1) for child in element if child.tag == _LISTS[element.tag]]
    if not len(element):
        return element.text or ""
    found: dict[str, object] = {}
    for child in element:
        key = child.get(_LANGUAGE, child.tag) if child.tag == _TRANSLATION else child.tag
        if key in found:
            raise PackageRefused(Fault.DUPLICATE_KEY, key)
        found[key] = _tree(child, left - 1)
    return found
