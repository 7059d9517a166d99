"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

#: At the end of what is not whole yet; nobody reads files with this ending.
UNFINISHED = ".tmp"


def write_whole(file: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file beside its place, and put it there once it is on the disk.

    A reader sees the old content or the new one, also after a kill or a power cut.

    :param mode: of a new file, less the umask; one that is there keeps its own.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}{UNFINISHED}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(descriptor)
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
