"""Everything an operator can set, read once from the environment."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of a running APEX; every one is an environment variable ``APEX_...``.

    Attributes
    ----------
    storage
        Connection string of the data storage account (Azurite locally). Empty in Azure, where
        ``storage_account`` and a managed identity take its place.
    storage_account
        Name of the storage account that is reached by identity.
    identity_client_id
        Client id of the user-assigned identity; empty for the system-assigned one.
    create_storage
        Whether APEX creates its containers, queues and tables when they are missing. In Azure
        the infrastructure creates them.
    auth_issuer, auth_audience
        Whose tokens the API trusts, and what they must be made for. Without an issuer every
        route that needs a token answers 503.
    auth_jwks_url
        Where the issuer publishes its keys; empty for ``{issuer}/.well-known/jwks.json``.
    reconcile_after_s
        How long a job may wait for its start before the reconciler starts it. [s]
    max_attempts
        How often the reconciler starts one job before it fails it.
    job_retention_days
        Age at which finished jobs are deleted; their results stay. [d]
    """

    model_config = SettingsConfigDict(env_prefix="APEX_", frozen=True, extra="ignore")

    storage: str = ""
    storage_account: str = ""
    identity_client_id: str = ""
    create_storage: bool = True
    auth_issuer: str = ""
    auth_audience: str = "apex"
    auth_jwks_url: str = ""
    reconcile_after_s: Annotated[float, Field(gt=0)] = 60.0
    max_attempts: Annotated[int, Field(ge=1)] = 5
    job_retention_days: Annotated[int, Field(ge=1)] = 30

    @field_validator("*", mode="before")
    @classmethod
    def _is_resolved(cls, value: object) -> object:
        if isinstance(value, str) and value.startswith("@Microsoft.KeyVault("):
            raise ValueError(
                "the Key Vault reference was not resolved: check the vault's name, the secret "
                "and the identity's role Key Vault Secrets User"
            )
        return value
