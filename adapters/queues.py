"""The three queues in which jobs wait."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from azure.storage.queue import QueueClient

from adapters.translation import store_errors
from apex_core.model.job import Job, Priority


@dataclass(frozen=True, slots=True)
class QueueStarts:
    """`Starts` on one storage queue for each priority; clients must encode in base64."""

    queues: Mapping[Priority, QueueClient]

    def enqueue(self, job: Job) -> None:
        """Ask that the job be started."""
        with store_errors(f"the queue of {job.priority} jobs"):
            self.queues[job.priority].send_message(json.dumps({"job_id": job.job_id}))
