"""The Azure SDK's failures, said in the core's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from azure.core.exceptions import AzureError

from apex_core.errors import StoreUnavailable


@contextmanager
def store_errors(what: str) -> Iterator[None]:
    """Turn any failure of the SDK into `StoreUnavailable`, naming *what* was touched."""
    try:
        yield
    except AzureError as error:
        raise StoreUnavailable(f"storage failed on {what}: {type(error).__name__}") from error
