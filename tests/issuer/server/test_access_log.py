"""The access log: rotated by size, by as many threads as there are."""

from __future__ import annotations

import json
from pathlib import Path

from solicense_plugin.issuer.server.access_log import KEPT, AccessLog
from tests.support.crowd import at_once


def written(folder: Path) -> list[Path]:
    return [file for file in folder.glob("access.log*") if file.suffix != ".lock"]


def test_a_full_file_is_put_aside_and_old_ones_are_dropped(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", size=1_000)
    for number in range(500):
        log.write({"number": number})
    files = written(tmp_path)
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= 1_000 for file in files)
    newest = (tmp_path / "access.log").read_text().splitlines()[-1]
    assert json.loads(newest) == {"number": 499}


def test_entries_of_many_writers_are_all_there_and_whole(tmp_path: Path) -> None:
    logs = [AccessLog(tmp_path / "access.log", size=10_000) for _ in range(4)]

    def write(writer: int) -> None:
        for number in range(50):
            logs[writer % 4].write({"writer": writer, "number": number})

    assert at_once(8, write) == [None] * 8
    lines = [line for file in written(tmp_path) for line in file.read_text().splitlines()]
    entries = {(e["writer"], e["number"]) for e in map(json.loads, lines)}
    assert entries == {(writer, number) for writer in range(8) for number in range(50)}
