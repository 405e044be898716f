"""The main job, from dropped files to a published estimate, as a user sees it."""

import io
import re
from collections.abc import Callable, Iterator

import jwt
import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.app import SAMPLE, App, wait_for
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket, pytest.mark.slow]

CORPUS = REPOSITORY.parent / "shared" / "corpus"
RESULTS = {"json", "csv", "xlsx", "html"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = App(tmp_path_factory.mktemp("app")).start()
    yield app
    app.stop()


def with_changed_cell(workbook: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book.active
    assert sheet is not None
    sheet.delete_rows(sheet.max_row)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def test_dropped_files_become_document_jobs_and_a_published_estimate(app: App) -> None:
    app.upload("whole", SAMPLE)

    job = app.finished("whole")

    assert job["status"] in {"completed", "completed_with_warnings"}, job["error"]
    assert job["percent"] == 100
    assert job["result"]["version"] == "v0001"
    documents = wait_for(
        lambda: (
            [
                each
                for each in app.jobs("whole")
                if each["kind"] == "document" and each["finished_at"]
            ]
            if sum(bool(each["finished_at"]) for each in app.jobs("whole")) == 4
            else None
        )
    )
    assert {each["subject"] for each in documents} == {
        "scope.docx",
        "structures.xlsx",
        "geotech.pdf",
    }
    for wanted in RESULTS:
        answer = app.request("GET", f"projects/whole/estimates/v0001/export?format={wanted}")
        assert answer.status_code == 200
        assert answer.content


def test_the_same_folder_twice_is_one_estimate_and_a_changed_cell_another(app: App) -> None:
    app.upload("twice", SAMPLE)
    first = app.finished("twice")
    app.upload("twice", SAMPLE)
    changed = with_changed_cell((SAMPLE / "structures.xlsx").read_bytes())
    app.drop("twice/structures.xlsx", changed)
    app.drop("twice/estimate.yaml", (SAMPLE / "estimate.yaml").read_bytes())

    def both() -> list[dict[str, object]] | None:
        estimates = [job for job in app.jobs("twice") if job["kind"] == "estimate"]
        return estimates if len(estimates) == 2 and estimates[0]["finished_at"] else None

    newest, oldest = wait_for(both)
    assert oldest["job_id"] == first["job_id"]
    assert oldest["result"] != newest["result"]
    assert oldest["result"]["content_sha256"] != newest["result"]["content_sha256"]  # type: ignore[index]


def test_the_same_inputs_give_the_same_hash_in_another_project(app: App) -> None:
    app.upload("same-a", SAMPLE)
    app.upload("same-b", SAMPLE)

    first, second = app.finished("same-a"), app.finished("same-b")

    assert first["result"]["content_sha256"] == second["result"]["content_sha256"]


BAD_FILES = {
    "empty.pdf": b"",
    "truncated.pdf": (SAMPLE / "geotech.pdf").read_bytes()[:400],
    "truncated.xlsx": (SAMPLE / "structures.xlsx").read_bytes()[:3000],
    "encrypted.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le") * 50,
    "drawing.dwg": bytes(range(256)) * 40,
}


def test_bad_files_fail_their_own_jobs_and_the_estimate_goes_on_with_warnings(app: App) -> None:
    for name, data in BAD_FILES.items():
        app.drop(f"bad-files/{name}", data)
    app.upload("bad-files", SAMPLE)

    job = app.finished("bad-files")

    assert job["status"] == "completed_with_warnings"
    for name in BAD_FILES:
        assert any(name in warning for warning in job["warnings"]), name

    def failures() -> dict[str, str] | None:
        failed = {
            each["subject"]: each["error"]["message"]
            for each in app.jobs("bad-files")
            if each["status"] == "failed"
        }
        return failed if len(failed) == len(BAD_FILES) else None

    for name, sentence in wait_for(failures).items():
        assert name in BAD_FILES
        assert len(sentence) > 20
        assert "Traceback" not in sentence


def test_a_wrong_field_is_named_in_the_job_row_and_over_http(app: App) -> None:
    ticket = b"name: x\nregion: Missouri\nlines: [{name: a, miles: 1, voltage_kv: two hundred}]\n"
    app.drop("wrong-field/estimate.yaml", ticket)

    job = app.finished("wrong-field")
    answer = app.request(
        "POST",
        "projects/wrong-field/estimates",
        json={
            "name": "x",
            "region": "Missouri",
            "lines": [{"name": "a", "miles": 1, "voltage_kv": "two hundred"}],
        },
    )

    assert job["status"] == "failed"
    assert job["error"]["path"] == "lines.0.voltage_kv"
    assert "kilovolts" in job["error"]["message"]
    assert answer.status_code == 422
    assert answer.json()["error"]["errors"][0]["path"] == "lines.0.voltage_kv"
    assert "two hundred" in answer.json()["error"]["errors"][0]["message"]


def test_an_estimate_can_be_asked_for_over_http(app: App) -> None:
    ticket = {
        "name": "A Missouri mile",
        "region": "Missouri",
        "lines": [{"name": "Line", "voltage_kv": 345, "miles": 1}],
    }

    answer = app.request("POST", "projects/over-http/estimates", json=ticket)

    assert answer.status_code == 202
    assert answer.headers["Location"].startswith("/api/v1/jobs/over-http.")
    assert answer.headers["Retry-After"]
    job = app.finished("over-http")
    assert job["error"] is None
    estimate = app.request("GET", "projects/over-http/estimates/v0001").json()
    assert estimate["content_sha256"] == job["result"]["content_sha256"]


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
def test_three_real_documents_go_through_as_a_project(app: App) -> None:
    folder = CORPUS / "02_projects_td"
    for name in (
        "AB-2026-01424-WDMLRL RFP.pdf",
        "AB-2026-01424-Appendix C - Site Maps.pdf",
        "utility_projects_excerpt.csv",
    ):
        app.drop(f"real-documents/{name}", (folder / name).read_bytes())
    ticket = (
        b"name: Real documents\nregion: Missouri\n"
        b"lines: [{name: Line, voltage_kv: 230, miles: 6.5}]\n"
    )
    app.drop("real-documents/estimate.yaml", ticket)

    job = app.finished("real-documents")

    assert job["status"] == "completed_with_warnings", job["error"]
    assert any("Site Maps" in warning for warning in job["warnings"])
    assert job["result"]["confidence"] < 1


@pytest.mark.parametrize("path", ["jobs", "jobs/x", "projects/abc/estimates"])
def test_without_a_token_nothing_is_told(app: App, path: str) -> None:
    answer = app.request("GET", path, headers={"Authorization": ""})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["error"]["title"] == "Unauthorized"


def forged(app: App) -> str:
    """Sign a token with a key of our own, under the genuine key's name."""
    genuine = jwt.decode(app.token(), options={"verify_signature": False})
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = jwt.get_unverified_header(app.token())["kid"]
    return jwt.encode(genuine, key, algorithm="RS256", headers={"kid": kid})


def unsigned(app: App) -> str:
    genuine = jwt.decode(app.token(), options={"verify_signature": False})
    return jwt.encode(genuine, "", algorithm="none")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda app: app.token(age_s=3600), id="expired"),
        pytest.param(lambda app: app.token(audience="other"), id="for-someone-else"),
        pytest.param(forged, id="signed-by-someone-else"),
        pytest.param(unsigned, id="unsigned"),
        pytest.param(lambda app: app.token()[:-4], id="cut-off"),
        pytest.param(lambda _: "nonsense", id="no-token-at-all"),
    ],
)
def test_a_token_that_is_not_valid_opens_nothing(app: App, make: Callable[[App], str]) -> None:
    answer = app.request("GET", "jobs", headers={"Authorization": f"Bearer {make(app)}"})

    assert answer.status_code == 401
    assert "Traceback" not in answer.text


def test_a_role_that_may_only_read_cannot_ask_for_an_estimate(app: App) -> None:
    auditor = {"Authorization": f"Bearer {app.token(roles=('auditor',))}"}

    answer = app.request("POST", "projects/abc/estimates", headers=auditor, json={"name": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("roles", [None, 5, [[1]], "estimator", ["owner"]])
def test_roles_that_are_none_open_nothing_and_break_nothing(app: App, roles: object) -> None:
    token = app.token(roles=roles)

    answer = app.request("GET", "jobs", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 403


def test_the_scheme_may_be_written_in_small_letters(app: App) -> None:
    answer = app.request("GET", "jobs", headers={"Authorization": f"bearer {app.token()}"})

    assert answer.status_code == 200


def test_the_request_in_the_documentation_needs_no_document(app: App) -> None:
    page = (REPOSITORY / "docs" / "how-to" / "submit-a-project.md").read_text()
    body, address = re.findall(r"-d '(.*?)' \\\s+http://127\.0\.0\.1:7071/api/v1/(\S+)", page)[0]

    answer = app.request("POST", address, data=body)

    assert answer.status_code == 202
    assert app.finished(answer.json()["result"]["project_id"])["error"] is None


def test_a_job_that_does_not_exist_is_not_found(app: App) -> None:
    absent = "okatie-230.00000000000000000000000000"

    assert app.request("GET", f"jobs/{absent}").status_code == 404
    assert app.request("GET", "jobs/nonsense").status_code == 404


def test_an_upload_outside_any_project_is_not_lost(app: App) -> None:
    app.drop("Bad Project/scope.docx", b"words")

    unfiled = wait_for(lambda: app.jobs("unfiled"))

    assert unfiled[0]["status"] == "failed"
    assert "lower-case letters" in unfiled[0]["error"]["message"]


RANGE = {"name": "labor", "distribution": "pert", "low": -0.05, "mode": 0.05, "high": 0.2}


def test_the_simulation_engine_answers_alone_and_repeats_itself(app: App) -> None:
    model = {"base_usd": 1_000_000, "factors": [RANGE]}

    first, second = (
        app.request("POST", "risk/simulations?trials=2000&seed=7", json=model).json()
        for _ in range(2)
    )

    assert first["result"]["trials"] == 2000
    assert first["result"]["percentiles"]["p50"] > 1_000_000
    assert first["content_sha256"] == second["content_sha256"]


def test_the_costing_engine_answers_alone(app: App) -> None:
    line = {"name": "Line", "voltage_kv": 345, "miles": 1}
    scope = {"name": "Mile", "region": "Missouri", "dollar_year": 2024, "lines": [line]}

    answer = app.request("POST", "costs/estimates", json=scope).json()

    assert answer["result"]["capital_usd"] == pytest.approx(3_475_603.9, abs=0.1)
    assert "miso-mtep24" in answer["trace"]["packs"]


@pytest.mark.parametrize(
    ("query", "status", "path"),
    [
        ("trials=1000001", 413, None),
        ("trials=-1", 422, "trials"),
        ("method=dice", 422, "method"),
        ("seed=x", 422, "seed"),
    ],
)
def test_what_the_engine_cannot_do_is_said(
    app: App, query: str, status: int, path: str | None
) -> None:
    model = {"base_usd": 1_000_000, "factors": [RANGE]}

    answer = app.request("POST", f"risk/simulations?{query}", json=model)

    assert answer.status_code == status
    if path:
        assert answer.json()["error"]["errors"][0]["path"] == path


def test_a_body_that_is_no_json_is_refused(app: App) -> None:
    answer = app.request("POST", "costs/estimates", data=b"{nonsense")

    assert answer.status_code == 422
    assert "not JSON" in answer.json()["error"]["detail"]
