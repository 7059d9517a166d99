"""SuperOffice's official words: where a text of ours has one, that and no other is shown."""

from __future__ import annotations

import pytest

from solicense_plugin.i18n import LANGUAGES
from tests import i18n_catalogues as catalogues
from tests.i18n_catalogues import Term

#: A name, the same in every language and no text of a catalogue.
NAMES = {"tab_superoffice"}
#: Said inside a longer text.
INSIDE = {
    "note_demo_version": "In a demo version you may be asked for a new serial number and licence "
    "owner; you are given both when you buy a licence.",
}
#: An older wording, said inside the stricter one where only that is official.
OLDER = {"note_do_not_activate_v11": "note_do_not_activate_v12"}
#: Official in some languages, English not among them: what ours is.
NO_ENGLISH = {"change_serial_number": "Change serial number"}
#: Terms of screens that do not exist yet.
LATER = {
    term: screen
    for screen, terms in {
        "the Status tab": "expiry_date_status_tab database_owner subscription "
        "section_database database_type central_database satellite_database plan",
        "restrictions": "plan_limits restriction_example btn_upgrade",
        "metered services": "metered_storage metered_mailings "
        "metered_customer_center_logins metered_chat_sessions metered_form_submissions",
        "system notifications": "tab_system_events events description "
        ""
        "btn_add btn_delete dlg_add_event fld_event_type fld_finished fld_event_description "
        "evt_no_login evt_no_freetext evt_no_travel evt_message_of_the_day",
        "objections to a removal": "err_user_has_open_requests",
        "license types": "licence_types user_licences_plans_heading",
        "a person's licences": "btn_save tab_our_companies tab_user_groups "
        "user_tab_more confidential_activities col_owning_company",
    }.items()
    for term in terms.split()
}

_TERMS = {term.id: term for term in catalogues.terms()}
_SHOWN = [
    pytest.param(_TERMS[name], language, id=f"{name}-{language}")
    for name in sorted(
        _TERMS.keys() - NAMES - INSIDE.keys() - OLDER.keys() - LATER.keys() - NO_ENGLISH.keys()
    )
    for language in LANGUAGES
    if language in _TERMS[name].cells
]


def translations(text: str, context: str | None, language: str) -> set[str]:
    """Return what both sets of catalogues say for a text."""
    catalogs = [
        catalogues.read(catalogues.catalogue(which, language), language)
        for which in catalogues.SETS
    ]
    found = [catalog.get(text, context) for catalog in catalogs]
    return {str(message.string) for message in found if message is not None}


@pytest.mark.parametrize(("term", "language"), _SHOWN)
def test_a_text_with_an_official_translation_has_that(term: Term, language: str) -> None:
    assert translations(term.english, term.context, language) == {term.cells[language]}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_official_word_inside_a_text_is_used_there(name: str, language: str) -> None:
    (sentence,) = translations(INSIDE[name], None, language)
    assert _TERMS[name].cells[language].lower() in sentence.lower()


@pytest.mark.parametrize("name", OLDER)
def test_where_an_older_wording_is_the_official_one_it_is_said_too(name: str) -> None:
    newer = _TERMS[OLDER[name]]
    for language in _TERMS[name].cells.keys() - newer.cells.keys():
        (sentence,) = translations(newer.english, None, language)
        assert sentence.startswith(_TERMS[name].cells[language])


@pytest.mark.parametrize("name", NO_ENGLISH)
def test_a_term_that_has_no_english_is_used_where_it_is_official(name: str) -> None:
    for language, cell in _TERMS[name].cells.items():
        assert translations(NO_ENGLISH[name], None, language) == {cell}


def test_a_name_is_the_same_in_every_language() -> None:
    assert {cell for name in NAMES for cell in _TERMS[name].cells.values()} == {"SuperOffice"}


@pytest.mark.parametrize("name", sorted(LATER))
def test_a_term_that_waits_for_its_screen_is_no_text_yet(name: str) -> None:
    term = _TERMS[name]
    assert not (term.english and translations(term.english, term.context, "en"))
