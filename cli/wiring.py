"""The one place of the command line that touches storage: the container people drop files into."""

from dataclasses import dataclass
from typing import Final

from azure.core.exceptions import AzureError, ResourceExistsError
from azure.storage.blob import BlobServiceClient, ContainerClient

from apex_core.errors import DependencyError

CONTAINER: Final = "uploads"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The container ``uploads``."""

    container: ContainerClient

    def put(self, name: str, data: bytes) -> None:
        """Upload one file, in place of any before it."""
        try:
            self.container.upload_blob(name, data, overwrite=True)
        except AzureError as error:
            raise DependencyError(f"{name} cannot be uploaded: {error}") from error

    def others(self, folder: str, known: set[str]) -> dict[str, bytes]:
        """Return path to content of the files in a folder that are not *known*."""
        try:
            paths = [
                blob.name.removeprefix(f"{folder}/")
                for blob in self.container.list_blobs(name_starts_with=f"{folder}/")
            ]
            return {
                path: self.container.download_blob(f"{folder}/{path}").readall()
                for path in paths
                if path not in known
            }
        except AzureError as error:
            raise DependencyError(f"the uploads of {folder} cannot be listed: {error}") from error


def open_uploads(connection_string: str) -> Uploads:
    """Return the container, made if it is missing.

    Raises
    ------
    DependencyError
        When storage does not answer.
    """
    service = BlobServiceClient.from_connection_string(
        connection_string, retry_total=2, read_timeout=20
    )
    container = service.get_container_client(CONTAINER)
    try:
        container.create_container()
    except ResourceExistsError:
        pass
    except AzureError as error:
        raise DependencyError(f"storage does not answer: {error}") from error
    return Uploads(container)
