"""The durable state of all orchestrations in one SQLite file.

Write-ahead log with ``synchronous=NORMAL``: safe against the death of the process, not against
loss of power. One connection, one lock: a transaction belongs to one thread at a time.
The file is locked while it is open, so two hosts cannot run on the same state.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_host.errors import StartupError
from local_host.history import Event, EventType
from local_host.instance import Instance, Parent, RuntimeStatus
from local_host.turn import Message

_SCHEMA = """
create table if not exists inst(
    id text primary key, execution_id text not null, name text not null, version text not null,
    input text not null, status text not null, created text not null, updated text not null,
    output text, custom_status text, parent_id text, parent_execution_id text, parent_task integer);
create table if not exists hist(
    id text not null, seq integer not null, event text not null, primary key(id, seq))
    without rowid;
create table if not exists inbox(
    number integer primary key autoincrement, id text not null, kind integer not null,
    event text not null);
create index if not exists inbox_by_id on inbox(id);
create table if not exists acts(
    id text not null, execution_id text not null, task integer not null, name text not null,
    input text, primary key(id, execution_id, task)) without rowid;
create table if not exists timers(
    id text not null, execution_id text not null, task integer not null, due text not null,
    primary key(id, execution_id, task)) without rowid;
"""

_COLUMNS = (
    "id, execution_id, name, version, input, status, created, updated, output, custom_status, "
    "parent_id, parent_execution_id, parent_task"
)

_KEPT_OVER_RESTART = (
    EventType.EVENT_RAISED,
    EventType.EXECUTION_SUSPENDED,
    EventType.EXECUTION_RESUMED,
    EventType.EXECUTION_TERMINATED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskKey:
    """Names one open activity or timer; a replaced execution never matches."""

    id: str
    execution_id: str
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenActivity:
    """An activity whose result has not been recorded."""

    key: TaskKey
    name: str
    input: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTimer:
    """A timer that has not fired; `due` is ISO text."""

    key: TaskKey
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which instances a query or a purge means; ISO texts for the times."""

    created_from: str | None = None
    created_to: str | None = None
    statuses: frozenset[RuntimeStatus] = frozenset()
    prefix: str | None = None


class Store:
    """The tables, one method per thing the engine says about them."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=0.5)
        try:
            self._db.execute("pragma locking_mode=exclusive")
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=normal")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._db.close()
            raise StartupError(f"{path} is in use by another local host ({error})") from error

    def close(self) -> None:
        """Close the file; the state stays."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen together or not at all."""
        with self._lock:
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def instance(self, instance_id: str) -> Instance | None:
        """Return one instance, or None."""
        rows = self._rows(f"select {_COLUMNS} from inst where id=?", instance_id)  # noqa: S608
        return _instance(rows[0]) if rows else None

    def put_instance(self, instance: Instance) -> None:
        """Write an instance, replacing what had its id."""
        parent = instance.parent
        self._rows(
            f"insert or replace into inst({_COLUMNS}) values(?,?,?,?,?,?,?,?,?,?,?,?,?)",
            instance.id,
            instance.execution_id,
            instance.name,
            instance.version,
            instance.input,
            instance.status,
            instance.created,
            instance.updated,
            instance.output,
            instance.custom_status,
            parent.id if parent else None,
            parent.execution_id if parent else None,
            parent.task if parent else None,
        )

    def query(self, wanted: Filter, *, after: int, top: int) -> list[tuple[int, Instance]]:
        """Return matching instances with their row numbers, in order of the rows."""
        clauses, values = _where(wanted)
        sql = f"select rowid, {_COLUMNS} from inst where rowid>? {clauses} order by rowid limit ?"  # noqa: S608
        return [(row[0], _instance(row[1:])) for row in self._rows(sql, after, *values, top)]

    def forget(self, instance_id: str) -> None:
        """Delete an instance with everything that belongs to it."""
        self._rows("delete from inst where id=?", instance_id)
        self._rows("delete from inbox where id=?", instance_id)
        self.forget_execution(instance_id)

    def forget_execution(self, instance_id: str) -> None:
        """Delete the history and the open work of the current execution."""
        self._rows("delete from hist where id=?", instance_id)
        self.drop_open_work(instance_id)

    def drop_open_work(self, instance_id: str) -> None:
        """Forget open activities and timers: what they still report is ignored."""
        self._rows("delete from acts where id=?", instance_id)
        self._rows("delete from timers where id=?", instance_id)

    def history(self, instance_id: str) -> list[Event]:
        """Return the recorded events, all marked as played."""
        rows = self._rows("select event from hist where id=? order by seq", instance_id)
        return [{**json.loads(row[0]), "IsPlayed": True} for row in rows]

    def append_history(self, instance_id: str, events: Sequence[Event]) -> None:
        """Record events at the end of the history."""
        [(last,)] = self._rows("select coalesce(max(seq), -1) from hist where id=?", instance_id)
        self._db.executemany(
            "insert into hist(id, seq, event) values(?,?,?)",
            [
                (instance_id, last + 1 + n, json.dumps(happened))
                for n, happened in enumerate(events)
            ],
        )

    def post(self, instance_id: str, happened: Event) -> None:
        """Put a message into an instance's inbox."""
        self._rows(
            "insert into inbox(id, kind, event) values(?,?,?)",
            instance_id,
            happened["EventType"],
            json.dumps(happened),
        )

    def inbox(self, instance_id: str) -> list[Message]:
        """Return the messages waiting for an instance, in order."""
        rows = self._rows("select number, event from inbox where id=? order by number", instance_id)
        return [Message(number=row[0], event=json.loads(row[1])) for row in rows]

    def consume(self, numbers: Sequence[int]) -> None:
        """Delete messages that a turn has seen."""
        self._db.executemany("delete from inbox where number=?", [(n,) for n in numbers])

    def take_inbox_over_restart(self, instance_id: str) -> list[Event]:
        """Empty the inbox and return the messages that a new execution still wants."""
        marks = ",".join("?" * len(_KEPT_OVER_RESTART))
        rows = self._rows(
            f"select event from inbox where id=? and kind in ({marks}) order by number",  # noqa: S608
            instance_id,
            *_KEPT_OVER_RESTART,
        )
        self._rows("delete from inbox where id=?", instance_id)
        return [json.loads(row[0]) for row in rows]

    def waiting_instances(self) -> list[str]:
        """Return the ids of all instances with messages."""
        return [
            row[0] for row in self._rows("select id from inbox group by id order by min(number)")
        ]

    def add_activity(self, activity: OpenActivity) -> None:
        """Record that an activity is to run."""
        key = activity.key
        self._rows(
            "insert into acts(id, execution_id, task, name, input) values(?,?,?,?,?)",
            key.id,
            key.execution_id,
            key.task,
            activity.name,
            activity.input,
        )

    def add_timer(self, timer: OpenTimer) -> None:
        """Record that a timer is to fire."""
        key = timer.key
        self._rows(
            "insert into timers(id, execution_id, task, due) values(?,?,?,?)",
            key.id,
            key.execution_id,
            key.task,
            timer.due,
        )

    def take_activity(self, key: TaskKey) -> bool:
        """Delete an open activity; False if it was no longer wanted."""
        return self._take("acts", key)

    def take_timer(self, key: TaskKey) -> bool:
        """Delete an open timer; False if it was no longer wanted."""
        return self._take("timers", key)

    def wants_activity(self, key: TaskKey) -> bool:
        """Say whether an activity's result is still awaited."""
        sql = "select 1 from acts where id=? and execution_id=? and task=?"
        return bool(self._rows(sql, key.id, key.execution_id, key.task))

    def open_activities(self) -> list[OpenActivity]:
        """Return all activities without a result."""
        return [
            OpenActivity(key=_key(row), name=row[3], input=row[4])
            for row in self._rows("select id, execution_id, task, name, input from acts")
        ]

    def open_timers(self) -> list[OpenTimer]:
        """Return all timers that have not fired."""
        return [
            OpenTimer(key=_key(row), due=row[3])
            for row in self._rows("select id, execution_id, task, due from timers")
        ]

    def _take(self, table: str, key: TaskKey) -> bool:
        with self._lock:
            done = self._db.execute(
                f"delete from {table} where id=? and execution_id=? and task=?",  # noqa: S608
                (key.id, key.execution_id, key.task),
            )
            return done.rowcount == 1

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def _key(row: Sequence[Any]) -> TaskKey:
    return TaskKey(id=row[0], execution_id=row[1], task=row[2])


def _instance(row: Sequence[Any]) -> Instance:
    parent = Parent(id=row[10], execution_id=row[11], task=row[12]) if row[10] is not None else None
    return Instance(
        id=row[0],
        execution_id=row[1],
        name=row[2],
        version=row[3],
        input=row[4],
        status=RuntimeStatus(row[5]),
        created=row[6],
        updated=row[7],
        output=row[8],
        custom_status=row[9],
        parent=parent,
    )


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    if wanted.created_from is not None:
        clauses.append("and created>=?")
        values.append(wanted.created_from)
    if wanted.created_to is not None:
        clauses.append("and created<=?")
        values.append(wanted.created_to)
    if wanted.statuses:
        clauses.append(f"and status in ({','.join('?' * len(wanted.statuses))})")
        values.extend(sorted(wanted.statuses))
    if wanted.prefix is not None:
        clauses.append("and substr(id, 1, ?)=?")
        values.extend((len(wanted.prefix), wanted.prefix))
    return " ".join(clauses), values
