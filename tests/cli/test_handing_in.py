import dataclasses
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.errors import InputError
from apex_core.intake.filing import file_upload
from cli.handing_in import Project, hand_in, jobs_of, read_project
from tests.fakes import FakeUploads, fake_services

TICKET = b"name: A line\n"

names = st.text("abcXYZ 0123456789-_/", min_size=1).map(lambda name: f"d/{name}.txt")


class Container:
    """Uploads into a fake, remembering the order."""

    def __init__(self) -> None:
        self.files = FakeUploads()
        self.order: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        self.order.append(name)
        self.files.drop(name, data)


def a_project(**documents: bytes) -> Project:
    return Project(
        project_id="okatie-230",
        ticket_name="estimate.yaml",
        ticket=TICKET,
        documents={name.replace("_", "."): data for name, data in documents.items()},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "okatie-230"
    (root / "maps").mkdir(parents=True)
    (root / "estimate.yaml").write_bytes(TICKET)
    (root / "scope.txt").write_bytes(b"scope")
    (root / "maps" / "route.txt").write_bytes(b"route")
    return root


def test_a_folder_is_a_project_of_its_own_name_with_all_its_files(folder: Path) -> None:
    project = read_project(folder, None)

    assert project.project_id == "okatie-230"
    assert project.ticket == TICKET
    assert project.documents == {"maps/route.txt": b"route", "scope.txt": b"scope"}


def test_hidden_files_and_locks_of_office_are_no_documents(folder: Path) -> None:
    (folder / ".DS_Store").touch()
    (folder / "~$scope.docx").touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "config").touch()

    assert set(read_project(folder, None).documents) == {"maps/route.txt", "scope.txt"}


def test_a_folder_without_a_ticket_is_refused_with_the_names_a_ticket_may_have(
    folder: Path,
) -> None:
    (folder / "estimate.yaml").unlink()

    with pytest.raises(InputError, match=r"estimate\.yaml.*it holds none"):
        read_project(folder, None)


def test_two_tickets_are_one_too_many(folder: Path) -> None:
    (folder / "estimate.json").write_text("{}")

    with pytest.raises(InputError, match=r"estimate\.json and estimate\.yaml"):
        read_project(folder, None)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_project(tmp_path / "missing", None)


def test_a_folder_whose_name_is_no_project_id_asks_for_one(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("My project (final)"))

    with pytest.raises(InputError, match="lower-case letters"):
        read_project(renamed, None)
    assert read_project(renamed, "my-project").project_id == "my-project"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse to make such a file")
def test_a_file_whose_name_storage_cannot_keep_is_named(folder: Path) -> None:
    (folder / os.fsdecode(b"m\xe4rz.txt")).touch()  # a name from another age

    with pytest.raises(InputError, match="name is not UTF-8"):
        read_project(folder, None)


def test_the_ticket_goes_last() -> None:
    container = Container()

    hand_in(a_project(a_txt=b"a", b_txt=b"b"), container)

    assert container.order[-1] == "okatie-230/estimate.yaml"
    assert set(container.order) == {
        "okatie-230/a.txt",
        "okatie-230/b.txt",
        "okatie-230/estimate.yaml",
    }


@given(
    documents=st.dictionaries(names, st.binary(max_size=20), max_size=4),
    others=st.dictionaries(names, st.binary(max_size=20), max_size=2),
)
def test_the_jobs_foretold_are_the_jobs_that_the_intake_makes(
    documents: dict[str, bytes], others: dict[str, bytes]
) -> None:
    others = {path: data for path, data in others.items() if path not in documents}
    project = Project(
        project_id="okatie-230", ticket_name="estimate.yaml", ticket=TICKET, documents=documents
    )
    uploads = FakeUploads()
    services = dataclasses.replace(fake_services(), uploads=uploads)
    for path, data in (others | documents).items():
        uploads.drop(f"okatie-230/{path}", data)
    made = {
        path: file_upload(f"okatie-230/{path}", data, services).job_id
        for path, data in documents.items()
    }
    estimate = file_upload("okatie-230/estimate.yaml", TICKET, services).job_id

    foretold = jobs_of(project, others)

    assert foretold.documents == made
    assert foretold.estimate == estimate
