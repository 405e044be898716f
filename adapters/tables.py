"""Jobs, documents and estimate versions as rows of Table Storage."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from azure.core import MatchConditions
from azure.core.exceptions import (
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.data.tables import TableClient, TableEntity, UpdateMode

from adapters.translation import store_errors
from apex_core.model.ids import project_of
from apex_core.model.job import Job
from apex_core.ports import DocumentRow, EstimateRow, Stored

_JSON_COLUMNS: Final = ("ask", "result", "error", "warnings", "cost")


@dataclass(frozen=True, slots=True)
class TableJobs:
    """`Jobs` in a table: partition = project, row = the 26 characters."""

    table: TableClient

    def create(self, job: Job) -> bool:
        """Insert the row; False when it exists."""
        return _insert(self.table, _job_entity(job))

    def get(self, job_id: str) -> Stored | None:
        """Read one row."""
        entity = _find(self.table, project_of(job_id), job_id.rpartition(".")[2])
        if entity is None:
            return None
        return Stored(job=_job_of(entity), etag=str(entity.metadata["etag"]))

    def replace(self, job: Job, *, etag: str) -> bool:
        """Replace the row if it still carries *etag*."""
        with store_errors(job.job_id):
            try:
                self.table.update_entity(
                    _job_entity(job),
                    mode=UpdateMode.REPLACE,
                    etag=etag,
                    match_condition=MatchConditions.IfNotModified,
                )
            except (ResourceModifiedError, ResourceNotFoundError):
                return False
        return True

    def delete(self, job_id: str) -> None:
        """Remove one row; removing it twice is harmless."""
        with store_errors(job_id):
            self.table.delete_entity(project_of(job_id), job_id.rpartition(".")[2])

    def list(self, *, project_id: str | None = None, statuses: Iterable[str] = ()) -> Iterator[Job]:
        """Read the rows of a project and of the given statuses."""
        for entity in _query(self.table, project_id, {"status": tuple(statuses)}):
            yield _job_of(entity)


@dataclass(frozen=True, slots=True)
class TableDocuments:
    """`Documents` in a table: partition = project, row = hash of the path."""

    table: TableClient

    def get(self, project_id: str, path: str) -> DocumentRow | None:
        """Read the row of a path."""
        entity = _find(self.table, project_id, _path_key(path))
        if entity is None:
            return None
        return DocumentRow(
            path=entity["path"],
            etag=entity["upload_etag"],
            sha256=entity["sha256"],
            size=entity["size"],
        )

    def put(self, project_id: str, row: DocumentRow) -> None:
        """Write the row of a path."""
        entity = {
            "PartitionKey": project_id,
            "RowKey": _path_key(row.path),
            "path": row.path,
            "upload_etag": row.etag,
            "sha256": row.sha256,
            "size": row.size,
        }
        with store_errors(row.path):
            self.table.upsert_entity(entity, mode=UpdateMode.REPLACE)


@dataclass(frozen=True, slots=True)
class TableEstimates:
    """`Estimates` in a table: partition = project, row = version."""

    table: TableClient

    def claim(self, project_id: str, job_id: str) -> str:
        """Return the version of *job_id*: the one it has, else the next free one."""
        while True:
            rows = self.list(project_id)
            for row in rows:
                if row.job_id == job_id:
                    return row.version
            version = f"v{len(rows) + 1:04d}"
            claimed = EstimateRow(version=version, job_id=job_id, content_sha256="", summary={})
            if _insert(self.table, _estimate_entity(project_id, claimed)):
                return version

    def put(self, project_id: str, row: EstimateRow) -> None:
        """Write what a claimed version holds."""
        with store_errors(f"{project_id} {row.version}"):
            self.table.upsert_entity(_estimate_entity(project_id, row), mode=UpdateMode.REPLACE)

    def get(self, project_id: str, version: str) -> EstimateRow | None:
        """Read one version."""
        entity = _find(self.table, project_id, version)
        return None if entity is None else _estimate_of(entity)

    def list(self, project_id: str) -> tuple[EstimateRow, ...]:
        """List a project's versions, oldest first."""
        rows = [_estimate_of(entity) for entity in _query(self.table, project_id, {})]
        return tuple(sorted(rows))


def _insert(table: TableClient, entity: dict[str, Any]) -> bool:
    with store_errors(f"{entity['PartitionKey']} {entity['RowKey']}"):
        try:
            table.create_entity(entity)
        except ResourceExistsError:
            return False
    return True


def _find(table: TableClient, partition: str, row: str) -> TableEntity | None:
    with store_errors(f"{partition} {row}"):
        try:
            return table.get_entity(partition, row)
        except ResourceNotFoundError:
            return None


def _query(
    table: TableClient, partition: str | None, any_of: dict[str, tuple[str, ...]]
) -> Iterator[TableEntity]:
    parameters: dict[str, str] = {}
    clauses = []
    if partition is not None:
        parameters["partition"] = partition
        clauses.append("PartitionKey eq @partition")
    for column, values in any_of.items():
        names = [f"{column}{number}" for number in range(len(values))]
        parameters |= dict(zip(names, values, strict=True))
        if names:
            # the SDK finds its parameters between blanks
            clauses.append("( " + " or ".join(f"{column} eq @{name}" for name in names) + " )")
    with store_errors(f"the rows of {partition or 'all projects'}"):
        yield from table.query_entities(" and ".join(clauses), parameters=parameters)


def _job_entity(job: Job) -> dict[str, Any]:
    columns = job.model_dump(mode="json")
    for column in _JSON_COLUMNS:
        columns[column] = json.dumps(columns[column], separators=(",", ":"))
    filled = {column: value for column, value in columns.items() if value is not None}
    return {
        "PartitionKey": job.project_id,
        "RowKey": job.job_id.rpartition(".")[2],
        **filled,
    }


def _job_of(entity: TableEntity) -> Job:
    columns = {name: value for name, value in entity.items() if name in Job.model_fields}
    for column in _JSON_COLUMNS:
        columns[column] = json.loads(columns[column])
    return Job.model_validate(columns)


def _estimate_entity(project_id: str, row: EstimateRow) -> dict[str, Any]:
    return {
        "PartitionKey": project_id,
        "RowKey": row.version,
        "job_id": row.job_id,
        "content_sha256": row.content_sha256,
        "summary": json.dumps(row.summary, separators=(",", ":")),
    }


def _estimate_of(entity: TableEntity) -> EstimateRow:
    return EstimateRow(
        version=entity["RowKey"],
        job_id=entity["job_id"],
        content_sha256=entity["content_sha256"],
        summary=json.loads(entity["summary"]),
    )


def _path_key(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:32]
