"""What the triggers remember between starts: blobs seen, tries made, timers due."""

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
create table if not exists blobs(
    function text not null, container text not null, name text not null, etag text not null,
    tries integer not null, done integer not null,
    primary key(function, container, name)) without rowid;
create table if not exists timers(
    function text primary key, schedule text not null, last text, next text not null)
    without rowid;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobReceipt:
    """How far a function is with one version of one blob."""

    etag: str
    tries: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerState:
    """When a timer ran last and runs next (ISO text), under which schedule."""

    schedule: str
    last: str | None
    next: str


class Receipts:
    """The triggers' memory, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=normal")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def blobs(self, function: str, container: str) -> dict[str, BlobReceipt]:
        """Return all receipts of one function and container by blob name."""
        rows = self._rows(
            "select name, etag, tries, done from blobs where function=? and container=?",
            function,
            container,
        )
        return {
            name: BlobReceipt(etag=etag, tries=tries, done=bool(done))
            for name, etag, tries, done in rows
        }

    def put_blob(self, function: str, container: str, name: str, receipt: BlobReceipt) -> None:
        """Remember a receipt in place of an older one."""
        self._rows(
            "insert or replace into blobs(function, container, name, etag, tries, done) "
            "values(?,?,?,?,?,?)",
            function,
            container,
            name,
            receipt.etag,
            receipt.tries,
            int(receipt.done),
        )

    def forget_blob(self, function: str, container: str, name: str) -> None:
        """Forget a blob that no longer exists."""
        self._rows(
            "delete from blobs where function=? and container=? and name=?",
            function,
            container,
            name,
        )

    def timer(self, function: str) -> TimerState | None:
        """Return a timer's state, or None before its first start."""
        rows = self._rows("select schedule, last, next from timers where function=?", function)
        if not rows:
            return None
        schedule, last, due = rows[0]
        return TimerState(schedule=schedule, last=last, next=due)

    def put_timer(self, function: str, state: TimerState) -> None:
        """Remember a timer's state."""
        self._rows(
            "insert or replace into timers(function, schedule, last, next) values(?,?,?,?)",
            function,
            state.schedule,
            state.last,
            state.next,
        )

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()
