"""Uploads, artifacts and results as blobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient, ContentSettings

from adapters.translation import store_errors
from apex_core.errors import InputError
from apex_core.ports import Upload

_CONTENT_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class BlobUploads:
    """`Uploads` in a container whose folders are the projects."""

    container: ContainerClient

    def list(self, project_id: str) -> tuple[Upload, ...]:
        """List a project's files, sorted by path."""
        prefix = f"{project_id}/"
        with store_errors(prefix):
            found = [
                Upload(path=blob.name.removeprefix(prefix), etag=blob.etag, size=blob.size)
                for blob in self.container.list_blobs(name_starts_with=prefix)
            ]
        return tuple(sorted(found))

    def read(self, project_id: str, path: str) -> bytes:
        """Read one file."""
        data = _read(self.container, f"{project_id}/{path}")
        if data is None:
            raise InputError(f"{path} was removed while it was being read; upload it again")
        return data


@dataclass(frozen=True, slots=True)
class BlobArtifacts:
    """`Artifacts` as blobs of one container."""

    container: ContainerClient

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*."""
        with store_errors(key):
            self.container.upload_blob(key, data, overwrite=True)

    def get(self, key: str) -> bytes | None:
        """Return what was kept, or None."""
        return _read(self.container, key)


@dataclass(frozen=True, slots=True)
class BlobResults:
    """`Results` as blobs ``{project}/{version}/{name}``."""

    container: ContainerClient

    def publish(self, project_id: str, version: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of one version."""
        for name, data in files.items():
            key = f"{project_id}/{version}/{name}"
            content_type = _CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
            with store_errors(key):
                self.container.upload_blob(
                    key,
                    data,
                    overwrite=True,
                    content_settings=ContentSettings(content_type=content_type),
                )

    def read(self, project_id: str, version: str, name: str) -> bytes | None:
        """Return one published file, or None."""
        return _read(self.container, f"{project_id}/{version}/{name}")


def _read(container: ContainerClient, key: str) -> bytes | None:
    with store_errors(key):
        try:
            return container.download_blob(key).readall()
        except ResourceNotFoundError:
            return None
