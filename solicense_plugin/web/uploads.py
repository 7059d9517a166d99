"""Files that forms bring."""

from __future__ import annotations

from flask import request

from solicense_plugin.packages.lines import MAX_BYTES


def licence_file() -> bytes | None:
    """Return the file that was sent, or one byte more than a licence file can have."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    return sent.stream.read(MAX_BYTES + 1)
