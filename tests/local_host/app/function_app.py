"""An app with one function of every kind that the local host runs."""

# mypy: allow-untyped-decorators

import asyncio
import json
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import azure.durable_functions as df
import azure.functions as func

app = df.DFApp(http_auth_level=func.AuthLevel.FUNCTION)
RETRY = df.RetryOptions(first_retry_interval_in_milliseconds=20, max_number_of_attempts=3)
ANONYMOUS = func.AuthLevel.ANONYMOUS
STORAGE = "AzureWebJobsStorage"


def note(line: str) -> None:
    """Leave a trace that a test can read, even after the process was killed."""
    path = os.environ.get("TRACE_FILE")  # noqa: TID251
    if path:
        with Path(path).open("a", encoding="utf-8") as trace:
            trace.write(line + "\n")


# HTTP


@app.route(route="hello/{name?}", auth_level=ANONYMOUS)
def hello(req: func.HttpRequest) -> str:
    return f"hello {req.route_params.get('name', 'nobody')}"


@app.route(route="echo/{kind:int}/{*rest}", methods=["POST"], auth_level=ANONYMOUS)
async def echo(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    await asyncio.sleep(0)
    body = {
        "method": req.method,
        "route": dict(req.route_params),
        "params": dict(req.params),
        "header": req.headers.get("x-thing"),
        "json": req.get_json(),
        "function": context.function_name,
    }
    return func.HttpResponse(
        json.dumps(body),
        status_code=201,
        mimetype="application/json",
        headers={"x-answer": "42", "Set-Cookie": "a=1; Path=/"},
    )


@app.route(route="nothing", methods=["GET"], auth_level=ANONYMOUS)
def nothing(req: func.HttpRequest) -> None:
    del req


@app.route(route="broken", auth_level=ANONYMOUS)
def broken(req: func.HttpRequest) -> str:
    raise RuntimeError(req.method)


@app.route(route="guarded")
def guarded(req: func.HttpRequest) -> str:
    return str(req.method)


@app.route(route="admin-only", auth_level=func.AuthLevel.ADMIN)
def admin_only(req: func.HttpRequest) -> str:
    return str(req.method)


@app.route(route="send", methods=["POST"], auth_level=ANONYMOUS)
@app.queue_output(arg_name="out", queue_name="orders", connection=STORAGE)
def send(req: func.HttpRequest, out: func.Out[str]) -> str:
    out.set(req.get_body().decode())
    return "sent"


# Queues


@app.queue_trigger(arg_name="msg", queue_name="orders", connection=STORAGE)
@app.blob_output(arg_name="out", path="orders/{id}.txt", connection=STORAGE)
def take_order(msg: func.QueueMessage, out: func.Out[str]) -> None:
    order = msg.get_json()
    note(f"order {order['id']} {msg.dequeue_count}")
    if order.get("fail"):
        raise ValueError("this order is poison")
    out.set(f"{order['id']} {msg.dequeue_count} {msg.insertion_time}")


# Blobs


@app.blob_trigger(arg_name="item", path="inbox/{project}/{name}.txt", connection=STORAGE)
@app.blob_output(arg_name="out", path="outbox/{project}/{name}", connection=STORAGE)
def take_blob(item: func.InputStream, out: func.Out[str]) -> None:
    content = item.read().decode()
    note(f"blob {item.name} {content}")
    if content == "poison":
        raise ValueError("this blob is poison")
    out.set(f"{item.name} {item.length} {content}")


# Timers


@app.timer_trigger(arg_name="timer", schedule="0 0 0 1 1 *", run_on_startup=True)
def yearly(timer: func.TimerRequest) -> None:
    note(f"timer {timer.past_due}")


# Orchestrations


@app.route(route="start/{name}", methods=["POST"], auth_level=ANONYMOUS)
@app.durable_client_input(client_name="client")
async def start(req: func.HttpRequest, client: df.DurableOrchestrationClient) -> func.HttpResponse:
    body = req.get_body()
    instance_id = await client.start_new(
        req.route_params["name"],
        req.params.get("id"),
        json.loads(body) if body else None,
    )
    answer: func.HttpResponse = client.create_check_status_response(req, instance_id)
    return answer


@app.orchestration_trigger(context_name="context")
def fan(context: df.DurableOrchestrationContext) -> Any:
    count = context.get_input()
    tasks = [context.call_activity("double", n) for n in range(count)]
    return (yield context.task_all(tasks))


@app.orchestration_trigger(context_name="context")
def chain(context: df.DurableOrchestrationContext) -> Any:
    value = 0
    for _ in range(context.get_input()):
        value = yield context.call_activity("slow_increment", value)
    return value


@app.orchestration_trigger(context_name="context")
def approval(context: df.DurableOrchestrationContext) -> Any:
    context.set_custom_status("waiting")
    timer = context.create_timer(context.current_utc_datetime + timedelta(seconds=60))
    decision = context.wait_for_external_event("decision")
    winner = yield context.task_any([timer, decision])
    if winner is decision:
        timer.cancel()
        return decision.result
    return "late"


@app.orchestration_trigger(context_name="context")
def tells_version(context: df.DurableOrchestrationContext) -> Any:
    return context.version


@app.activity_trigger(input_name="number")
def double(number: int) -> int:
    return number * 2


@app.activity_trigger(input_name="number", activity="slow_increment")
def increment_slowly(number: int) -> int:
    note(f"increment {number}")
    time.sleep(0.02)
    return number + 1
