"""What the issuer has to say to one customer in his own words, instead of a package."""

from __future__ import annotations

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.server.folder import Folder, FolderFault
from solicense_plugin.issuer.server.statuses import Answer
from solicense_plugin.packages import strict_json

#: The statuses that an issuer decides on. The others follow from his sources.
DECIDED = frozenset(
    {
        LicenceStatus.USE_CUSTOM_MESSAGE,
        LicenceStatus.USE_CUSTOM_MESSAGE_AND_URL,
        LicenceStatus.NEW_LICENCE_ACTIVATED,
        LicenceStatus.PROBLEM_WITH_LICENCE,
        LicenceStatus.UNKNOWN_ERROR,
    }
)


def message_to(folder: Folder, serial_number: str) -> Answer | None:
    """Return what a known customer is told.

    :raises FolderFault: the file is there and says nothing that could be told.
    """
    file = folder.message(serial_number)
    if file is None or not file.exists():
        return None
    try:
        return _answer(strict_json.loads(file.read_bytes()))
    except (OSError, ValueError, PackageRefused) as error:
        fault = f"{file} is no message: {error}"
        raise FolderFault(fault) from error


def _answer(fields: object) -> Answer:
    if not isinstance(fields, dict):
        raise ValueError(fields)  # noqa: TRY004  a fault of the file, not of its type
    code = LicenceStatus(str(fields.get("code")))
    message, url = fields.get("message", ""), fields.get("url", "")
    if code not in DECIDED or not isinstance(message, str) or not isinstance(url, str):
        raise ValueError(fields)
    needs_message = code.value.startswith(LicenceStatus.USE_CUSTOM_MESSAGE)
    if (needs_message and not message) or (
        code is LicenceStatus.USE_CUSTOM_MESSAGE_AND_URL and not url
    ):
        raise ValueError(fields)
    return Answer(code, message=message, url=url)
