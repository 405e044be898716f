"""Every real document of the corpus is parsed, or refused with a sentence."""

import time
from pathlib import Path

import pytest

from apex_core.documents import parse
from apex_core.errors import UnreadableDocument
from apex_core.model.document import ParsedDocument
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY.parent / "shared" / "corpus"
FOLDERS = ("01_budgets", "02_projects_td", "03_cost_data", "04_invoices_quotes")
HARD_FOLDERS = ("06_table_truth", "07_hostile")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not here"),
]


def read(path: str) -> ParsedDocument:
    return parse((CORPUS / path).read_bytes(), Path(path).name)


def refusal(path: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.slow
def test_every_file_is_parsed_or_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [line(path) for name in (*FOLDERS, *HARD_FOLDERS) for path in files(name)]

    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201  # the table is what the test is run for
    assert len(lines) > 80


def files(folder: str) -> list[Path]:
    return sorted(path for path in (CORPUS / folder).iterdir() if path.is_file())


def line(path: Path) -> str:
    """One file: seconds, kind, pages, blocks, tables, cells, warnings; or why it is refused."""
    start = time.perf_counter()
    try:
        parsed = parse(path.read_bytes(), path.name)
    except UnreadableDocument as error:
        return f"{path.name[:48]:48} {time.perf_counter() - start:6.2f} s  refused: {error}"
    cells = sum(len(table.cells) for table in parsed.tables)
    return (
        f"{path.name[:48]:48} {time.perf_counter() - start:6.2f} s  {parsed.kind.value:5}"
        f"{parsed.pages:5} pages{len(parsed.blocks):6} lines{len(parsed.tables):4} tables"
        f"{cells:7} cells{len(parsed.warnings):3} warnings"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("07_hostile/empty.pdf", "is empty"),
        (
            "07_hostile/EN_TORONTO_workitems_costs_resources_DDC_CWICR_FORMATTED.xlsx",
            "Git LFS pointer",
        ),
        ("07_hostile/pypdf_r6-user-password.pdf", "needs a password"),
        ("07_hostile/poi_protected_passtika.xlsx", "protected with a password"),
        ("07_hostile/poi_poc-xmlbomb.xlsx", "declares XML entities"),
        ("07_hostile/poi_ExternalEntityInText.docx", "declares XML entities"),
        ("07_hostile/2206.01062.tif", "image (TIFF)"),
        ("07_hostile/qpdf_bad1.pdf", "not the .pdf its name promises"),
        ("01_budgets/2023-04-05.xls", "Excel 97-2003 workbook"),
    ],
)
def test_a_hostile_file_is_refused_as_what_it_is(path: str, said: str) -> None:
    assert said in refusal(path)


def test_an_empty_user_password_opens_the_document() -> None:
    assert read("07_hostile/pypdf_r6-empty-password.pdf").blocks


def test_an_unreadable_page_costs_only_itself() -> None:
    parsed = read("07_hostile/pdfjs_Pages-tree-refs.pdf")

    assert parsed.blocks
    assert parsed.warnings == ("page 2: damaged; not read",)


def test_a_hidden_sheet_is_said() -> None:
    assert any(
        "is hidden" in said for said in read("07_hostile/poi_TwoSheetsOneHidden.xlsx").warnings
    )


def test_the_bid_tab_gives_the_same_figures_from_its_workbook_and_its_pdf() -> None:
    workbook = read("01_budgets/PDX_2023D003.xlsx")
    printed = read("01_budgets/EXAMPLE BID TAB STRUCTURE_PDX_2023D003.pdf")

    tab = next(table for table in workbook.tables if table.place.sheet == "Base Bid Tab")
    (page,) = printed.tables
    figures = [cell.text for cell in page.cells if cell.text.startswith("$")]
    assert len(figures) > 100
    assert figures == [cell.text for cell in tab.cells if cell.text.startswith("$")]
