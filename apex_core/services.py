"""The ports a running APEX needs, in one frozen bundle."""

from dataclasses import dataclass

from apex_core.packs.loader import Packs
from apex_core.ports import (
    Artifacts,
    Clock,
    Documents,
    Estimates,
    Jobs,
    Rates,
    Results,
    Starts,
    Uploads,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a step or an intake may use; composed once, by a wiring module."""

    uploads: Uploads
    artifacts: Artifacts
    results: Results
    jobs: Jobs
    documents: Documents
    estimates: Estimates
    rates: Rates
    starts: Starts
    clock: Clock
    packs: Packs
