"""Our own catalogue, in the language of the request."""

from __future__ import annotations

from pathlib import Path

from flask_babel import Domain

TRANSLATIONS = Path(__file__).parent / "translations"

_domain = Domain([str(TRANSLATIONS)])
gettext = _domain.gettext
lazy_gettext = _domain.lazy_gettext
ngettext = _domain.ngettext
