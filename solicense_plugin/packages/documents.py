"""The document inside a package, JSON or XML, as a domain value.

Field names are SuperOffice's (domain.md 1.2 and 1.5). Both notations become one
tree of dictionaries first, so that they cannot differ in meaning. Unknown fields
are left in the signed file, which is kept as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self
from urllib.parse import urlsplit

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, UserType
from solicense_plugin.domain.moments import parse_moment
from solicense_plugin.domain.names import is_module_name, is_owner_name
from solicense_plugin.domain.owner import Dates, ModuleOwner
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.texts import Text
from solicense_plugin.packages import strict_json, strict_xml

MEDIA_TYPES: Mapping[str, Callable[[bytes], object]] = {
    "application/json": strict_json.loads,
    "application/xml": strict_xml.loads,
}

#: The longest texts that are kept, in characters (domain.md 3.1 and 3.2).
SHORT, LONG, EXTRA_INFO = 254, 1000, 3999
_INT32 = 2**31 - 1
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
#: Characters that change the order of what is read on a screen.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KINDS = {
    "SiteLicense": LicenceKind.SITE,
    "SatelliteLicense": LicenceKind.SATELLITE,
    "UserLicense": LicenceKind.USER,
}


def parse_document(content: bytes, *, media_type: str, zone: tzinfo) -> LicencePackage:
    """Read the document of a package whose signature has been checked.

    :param zone: the installation's, for dates without an offset.
    :raises PackageRefused: names the field that is missing or not what it should be.
    """
    if media_type not in MEDIA_TYPES:
        raise PackageRefused(Fault.MALFORMED, media_type)
    root = _Fields.of(MEDIA_TYPES[media_type](content), "", zone)
    owner = _owner(root)
    package = LicencePackage(
        identity=Identity.of(root.text("CompanyName", SHORT), root.text("SerialNr", SHORT)),
        owner=owner,
        licences=tuple(_licence(item, owner.name) for item in root.items("ModuleLicenses")),
        issue_number=root.integer("IssueNumber", least=1),
        issued_at=root.must_moment("IssuedAt"),
    )
    package.demand_sense()
    return package


def _owner(root: _Fields) -> ModuleOwner:
    name = root.text("OwnerName", SHORT)
    if not is_owner_name(name):
        raise root.malformed("OwnerName")
    return ModuleOwner(
        name=name,
        description=root.texts("OwnerDescription", SHORT, default=name),
        dates=_dates(root),
        language=root.language("Language", default="en"),
        licence_url=root.url("LicenseUrl"),
        shop_url=root.url("ShopUrl"),
        support_text=root.text("SupportText", SHORT, default=""),
        support_url=root.url("SupportUrl"),
        licence_version=root.text("LicenseVersion", SHORT, default=""),
        deployment_type=root.integer("DeploymentType", default=0),
        product_type=root.text("ProductType", SHORT, default=""),
        product_description=root.text("ProductDescription", SHORT, default=""),
        extra_flags=root.integer("ExtraFlags", default=0),
        extra_info=root.text("ExtraInfo", EXTRA_INFO, default=""),
    )


def _dates(root: _Fields) -> Dates:
    return Dates(
        admin_warning=root.moment("AdminWarningDate"),
        expiry=root.moment("ExpiryDate"),
        grace=root.moment("GraceDate"),
        maintenance=root.moment("MaintenanceDate"),
        next_check=root.moment("NextCheckDate"),
    )


def _licence(item: _Fields, owner: str) -> ModuleLicence:
    name = item.text("ModuleName", SHORT)
    kind = item.text("LicenseType", SHORT)
    prerequisite = item.text("PrerequisiteModuleName", SHORT, default="")
    if item.text("OwnerName", SHORT, default=owner) != owner:
        raise item.malformed("OwnerName")
    if not is_module_name(name):
        raise item.malformed("ModuleName")
    if kind not in _KINDS:
        raise item.malformed("LicenseType")
    if prerequisite and not is_module_name(prerequisite):
        raise item.malformed("PrerequisiteModuleName")
    return ModuleLicence(
        name=name,
        description=item.texts("ModuleDescription", SHORT, default=name),
        tooltip=item.texts("ModuleTooltip", LONG, default=""),
        kind=_KINDS[kind],
        quantity=item.integer("NumberOfLicenses"),
        version=item.text("ModuleVersion", SHORT, default=""),
        unrestricted=item.boolean("Unrestricted"),
        hidden=item.boolean("IsHidden"),
        user_types=_user_types(item),
        extra_flags=item.integer("ExtraFlags", default=0),
        extra_info=item.text("ExtraInfo", EXTRA_INFO, default=""),
        prerequisite=prerequisite,
        sort_order=item.integer("SortOrder", default=0),
    )


def _user_types(item: _Fields) -> frozenset[UserType]:
    names = item.text("AllowedUserType", SHORT, default="").split(",")
    try:
        return frozenset(UserType(n.strip()) for n in names if n.strip() not in {"", "Unknown"})
    except ValueError as error:
        raise item.malformed("AllowedUserType") from error


@dataclass(frozen=True, slots=True)
class _Fields:
    """One object of the document, read field by field."""

    values: Mapping[str, object]
    #: Where it stands, for messages: ``ModuleLicenses[3].``
    place: str
    zone: tzinfo

    @classmethod
    def of(cls, value: object, place: str, zone: tzinfo) -> Self:
        if not isinstance(value, dict):
            raise PackageRefused(Fault.MALFORMED, place.rstrip(".") or strict_xml.ROOT)
        return cls(value, place, zone)

    def malformed(self, name: str) -> PackageRefused:
        return PackageRefused(Fault.MALFORMED, self.place + name)

    def text(self, name: str, longest: int, default: str | None = None) -> str:
        value = self.values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            value = default
        if not isinstance(value, str) or len(value) > longest or not _is_harmless(value):
            raise self.malformed(name)
        return value

    def texts(self, name: str, longest: int, default: str) -> Text:
        """Read a text with its translations, which stand in the field of its plural."""
        spoken = self.of(self._translations(name), f"{self.place}{name}s.", self.zone)
        for language in spoken.values:
            if not _LANGUAGE.fullmatch(language):
                raise spoken.malformed(language)
        return Text(
            self.text(name, longest, default),
            {lang: spoken.text(lang, longest, default="") for lang in spoken.values},
        )

    def _translations(self, name: str) -> object:
        value = self.values.get(name + "s")
        return {} if value is None or value == "" else value

    def language(self, name: str, default: str) -> str:
        value = self.text(name, SHORT, default)
        if not _LANGUAGE.fullmatch(value):
            raise self.malformed(name)
        return value

    def url(self, name: str) -> str:
        """Read an address that people may be sent to: http or https, nothing else."""
        value = self.text(name, LONG, default="")
        if value and not _is_address(value):
            raise self.malformed(name)
        return value

    def integer(self, name: str, *, default: int | None = None, least: int = 0) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            value = default
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value):
            value = int(value)
        if type(value) is not int or not least <= value <= _INT32:
            raise self.malformed(name)
        return value

    def boolean(self, name: str) -> bool:
        value = self.values.get(name)
        known = {None: False, "": False, "false": False, "true": True, "0": False, "1": True}
        if isinstance(value, bool):
            return value
        if not isinstance(value, str | None) or value not in known:
            raise self.malformed(name)
        return known[value]

    def moment(self, name: str) -> datetime | None:
        value = self.values.get(name)
        if not isinstance(value, str | None):
            raise self.malformed(name)
        try:
            return parse_moment(value, self.zone)
        except ValueError as error:
            raise self.malformed(name) from error

    def must_moment(self, name: str) -> datetime:
        moment = self.moment(name)
        if moment is None:
            raise self.malformed(name)
        return moment

    def items(self, name: str) -> list[_Fields]:
        values = self.values.get(name)
        if not isinstance(values, list) or not values:
            raise self.malformed(name)
        return [self.of(v, f"{self.place}{name}[{i}].", self.zone) for i, v in enumerate(values)]


def _is_address(text: str) -> bool:
    """Tell whether this leads to a web server, and to the one that it seems to.

    A name before the host (``https://known.example@other.example``) and a backslash,
    which browsers read as a slash, are there to deceive.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = port != 0 and parts.username is None and not re.search(r"[\s\\]", text)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_harmless(text: str) -> bool:
    """Tell whether a text has no control character, half a surrogate or change of direction."""
    return not any(c in _BIDI or unicodedata.category(c) in {"Cc", "Cs"} for c in text)
