"""One activity for each step: JSON in, the step, JSON out, one line in the log."""

from time import perf_counter

import azure.durable_functions as df

from apex_core.steps import (
    assemble,
    classify,
    collect,
    parse,
    price,
    publish,
    record,
    review,
    simulate,
    take_off,
    ticket,
    write,
)
from apex_core.steps.step import Json, Step, run_as_json
from functions.log import log_event
from functions.wiring import services

bp = df.Blueprint()
