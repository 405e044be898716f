"""A pack is what was recorded for its version, or it is refused."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from apex_core.errors import InputError
from apex_core.packs.loader import load_packs
from apex_core.packs.manifest import PackStatus
from apex_core.packs.shelf import SHIPPED, open_pack, shipped_names


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """A copy of the shipped packs that a test may change."""
    copy = tmp_path / "packs"
    shutil.copytree(SHIPPED, copy)
    yield copy
    open_pack.cache_clear()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_every_shipped_pack_is_what_was_recorded() -> None:
    traced = load_packs().trace()

    assert set(traced) == set(shipped_names())
    assert {
        "aace-classes",
        "document-rubric",
        "eipc-new-england",
        "ferc-accounts",
        "isone-pp4-attd",
        "miso-mtep24",
        "nrel-revx",
        "risk-drivers",
        "tline-maturity",
    } <= set(traced)
    assert all(len(version.sha256) == 64 for version in traced.values())


def test_a_trace_names_only_what_is_asked_for() -> None:
    assert set(load_packs().trace("miso-mtep24")) == {"miso-mtep24"}


def test_a_figure_changed_without_a_new_version_is_refused(shelf: Path) -> None:
    replace(shelf / "miso-mtep24" / "structures.csv", "187983", "187984")

    with pytest.raises(InputError, match="restore it, or give it a new version") as refusal:
        _ = load_packs(shelf).lines

    assert refusal.value.path == "packs.miso-mtep24"


def test_a_changed_label_is_refused_too(shelf: Path) -> None:
    replace(shelf / "isone-pp4-attd" / "manifest.yaml", "status: unverified", "status: published")

    with pytest.raises(InputError, match="isone-pp4-attd"):
        _ = load_packs(shelf).isone


def test_a_new_version_with_its_checksum_is_accepted(shelf: Path) -> None:
    replace(shelf / "document-rubric" / "rubric.csv", "charter,12", "charter,11")
    replace(shelf / "document-rubric" / "manifest.yaml", 'version: "1"', 'version: "2"')
    with pytest.raises(InputError) as refusal:
        open_pack("document-rubric", shelf)
    checksum = str(refusal.value).rsplit(" ", 1)[1]
    recorded = f'document-rubric:\n  "2": {checksum}'
    replace(shelf / "checksums.yaml", "document-rubric:", recorded)

    rubric = load_packs(shelf).rubric

    assert rubric.rows[0].weight == 11
    assert load_packs(shelf).trace("document-rubric")["document-rubric"].version == "2"


def test_line_ends_and_quotes_do_not_change_a_pack(shelf: Path) -> None:
    path = shelf / "ferc-accounts" / "accounts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)

    assert load_packs(shelf).ferc["355"].title == "Poles and fixtures"


def test_a_pack_that_is_not_asked_for_is_not_read(shelf: Path) -> None:
    shutil.rmtree(shelf / "nrel-revx")

    assert load_packs(shelf).aace.classes


@pytest.mark.parametrize("name", shipped_names())
def test_every_pack_says_what_it_is_and_where_it_is_from(name: str) -> None:
    manifest = load_packs().manifest(name)

    assert manifest.name == name
    assert all((manifest.version, manifest.title, manifest.source, manifest.licence))


def test_what_is_not_verified_carries_its_label() -> None:
    packs = load_packs()

    statuses = {name: packs.manifest(name).status for name in shipped_names()}
    assert statuses["isone-pp4-attd"] is PackStatus.UNVERIFIED
    assert statuses["risk-drivers"] is PackStatus.JUDGEMENT
    assert statuses["document-rubric"] is PackStatus.JUDGEMENT
    assert statuses["tline-maturity"] is PackStatus.JUDGEMENT
    assert all(
        packs.manifest(name).label
        for name, status in statuses.items()
        if status is not PackStatus.PUBLISHED
    )
