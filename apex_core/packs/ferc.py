"""FERC plant accounts: the cost breakdown a utility's books use."""

from collections.abc import Mapping
from dataclasses import dataclass

from apex_core.packs.shelf import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class FercAccount:
    """One plant account."""

    account: str
    title: str
    function: str
    content: str
    status: str


def ferc_accounts(pack: Pack) -> Mapping[str, FercAccount]:
    """Read the accounts by number."""
    return {
        row["account"]: FercAccount(
            account=row["account"],
            title=row["title"],
            function=row["function"],
            content=row["content"],
            status=row["status"],
        )
        for row in pack.tables["accounts"]
    }
