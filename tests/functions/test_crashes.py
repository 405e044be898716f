"""Killed anywhere, the main job finishes once, with the same figures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.data.tables import TableClient

from tests.app import SAMPLE, App, wait_for

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket, pytest.mark.slow]

PROJECT = "okatie-230"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = App(tmp_path, settings={"APEX_RECONCILE_AFTER_S": "1"})
    yield app.start()
    app.stop()
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the content hash of a run in which nothing happens."""
    app = App(tmp_path_factory.mktemp("undisturbed")).start()
    try:
        app.upload(PROJECT, SAMPLE)
        return str(app.finished(PROJECT)["result"]["content_sha256"])
    finally:
        app.stop()


def kill_at_step(app: App, step_index: int) -> None:
    """Kill the host as soon as the job has reached a step; 0 is before it has a row."""

    def reached() -> bool:
        job = app.estimate_job(PROJECT)
        return job is not None and job["step_index"] >= step_index

    if step_index:
        wait_for(reached)
    app.kill()


@pytest.mark.parametrize("step_index", [0, 1, 2, 4, 5, 7])
def test_the_job_finishes_once_with_the_same_figures_after_a_kill(
    app: App, undisturbed: str, step_index: int
) -> None:
    app.upload(PROJECT, SAMPLE)
    kill_at_step(app, step_index)

    app.start()
    job = app.finished(PROJECT)

    assert job["result"]["content_sha256"] == undisturbed
    assert [each["version"] for each in app.get(f"projects/{PROJECT}/estimates")["estimates"]] == [
        "v0001"
    ]
    assert sum(each["kind"] == "estimate" for each in app.jobs(PROJECT)) == 1


def test_the_row_tells_the_truth_while_the_host_is_dead(app: App) -> None:
    app.upload(PROJECT, SAMPLE)
    kill_at_step(app, 2)

    app.start()
    seen = app.estimate_job(PROJECT)

    assert seen is not None
    assert seen["status"] in {"queued", "running"} or seen["result"]["version"] == "v0001"


def test_the_job_survives_the_storage_being_stopped_too(app: App, undisturbed: str) -> None:
    app.upload(PROJECT, SAMPLE)
    kill_at_step(app, 3)
    app.stop_azurite()

    app.start()

    assert app.finished(PROJECT)["result"]["content_sha256"] == undisturbed


def test_a_row_whose_instance_is_lost_is_started_again(app: App, undisturbed: str) -> None:
    app.upload(PROJECT, SAMPLE)
    kill_at_step(app, 3)
    for history in app.data.glob("durable.sqlite*"):
        history.unlink()

    app.start()
    job = app.finished(PROJECT)

    assert job["attempt"] == 2
    assert job["result"]["content_sha256"] == undisturbed


def test_a_row_that_is_lost_comes_back_from_its_instance(app: App, undisturbed: str) -> None:
    app.upload(PROJECT, SAMPLE)
    kill_at_step(app, 2)
    assert app.azurite is not None
    rows = TableClient.from_connection_string(app.azurite.connection_string, "jobs")
    for row in rows.query_entities("kind eq 'estimate'"):
        rows.delete_entity(row)

    app.start()
    job = app.finished(PROJECT)

    assert job["requested_by"] == "reconciler"
    assert job["result"]["content_sha256"] == undisturbed
