"""A blob lands: row and message. A message lands: the job starts, once."""

import json
from typing import Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.intake.filing import file_upload
from functions.log import log_event
from functions.starting import start_job
from functions.wiring import services

STORAGE: Final = "AzureWebJobsStorage"

bp = df.Blueprint()


@bp.blob_trigger(
    arg_name="blob",
    path="uploads/{name}",
    connection=STORAGE,
    source=func.BlobSource.EVENT_GRID,
)
def receive_upload(blob: func.InputStream) -> None:
    """Turn an uploaded file into its job."""
    name = str(blob.name).partition("/")[2]
    job = file_upload(name, blob.read(), services())
    log_event("upload_filed", job_id=job.job_id)


@bp.queue_trigger(arg_name="message", queue_name="jobs-high", connection=STORAGE)
@bp.durable_client_input(client_name="client")
async def start_high_job(message: func.QueueMessage, client: df.DurableOrchestrationClient) -> None:
    """Start a job of high priority."""
    await _start(message, client)


@bp.queue_trigger(arg_name="message", queue_name="jobs-normal", connection=STORAGE)
@bp.durable_client_input(client_name="client")
async def start_normal_job(
    message: func.QueueMessage, client: df.DurableOrchestrationClient
) -> None:
    """Start a job of normal priority."""
    await _start(message, client)


@bp.queue_trigger(arg_name="message", queue_name="jobs-low", connection=STORAGE)
@bp.durable_client_input(client_name="client")
async def start_low_job(message: func.QueueMessage, client: df.DurableOrchestrationClient) -> None:
    """Start a job of low priority."""
    await _start(message, client)


async def _start(message: func.QueueMessage, client: df.DurableOrchestrationClient) -> None:
    job_id = json.loads(message.get_body())["job_id"]
    await start_job(job_id, client)
