"""Our own catalogues, in the language of the request."""

from __future__ import annotations

from pathlib import Path

from solicense_plugin import translations_of

TRANSLATIONS = Path(__file__).parent / "translations"

_texts = translations_of(TRANSLATIONS)
gettext = _texts.gettext
lazy_gettext = _texts.lazy_gettext
ngettext = _texts.ngettext
