import pytest

from apex_core.documents.headers import count_header_rows, is_figure, leading_rows


@pytest.mark.parametrize(
    ("rows", "header_rows"),
    [
        ("Item|Qty / Pole|12", 1),
        ("Pole|12 / Wire|900", 0),
        ("Type|Loads| / |Wind|Ice / Tangent|1.2|3.4", 2),
        ("Table 4|| / Type|Wind|Ice / Tangent|1.2|3.4", 2),
        ("Item|2026|2027 / Pole|12|14", 1),
        ("Item|Qty|Rate / (1)|(2)|(3) / Pole|12|9.5", 2),
        ("Item|Qty|Rate / A. Structures|| / Pole|12|9.5", 1),
        ("Item|Kind|Note / A. Structures|| / B. Poles|| / Pole|12|9.5", 1),
        ("Name|Role / Poles|Structure / Wire|Conductor", 1),
        ("Project:|Okatie / Voltage:|230 kV / Circuits:|2", 0),
        ("Project:|Okatie / Miles:|12", 0),
        ("kV|69|115 / 138|4840|3940 / 161|4360|5090", 1),
        ("Item|Qty", 0),
        (
            "Job|||A||B| / Item|Unit|Qty|Rate|Sum|Rate|Sum / 1|LS|1|2|2|3|3",
            2,
        ),
        ("yes|no / no|no", 1),
        ("yes|yes / no|no", 0),
        ("|", 0),
    ],
)
def test_header_rows_are_counted(rows: str, header_rows: int) -> None:
    table = [[cell.strip() for cell in row.split("|")] for row in rows.split(" / ")]

    assert count_header_rows(table) == header_rows


@pytest.mark.parametrize(
    "text", ["12", "1,250.00", "$ 3.50", "(1,234.50)", "-7", "−7", "45%", "€9"]
)
def test_amounts_and_percentages_are_figures(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize("text", ["", "T-12", "230 kV", "ACSR 795", "12 EA", "n/a", "Q1", "."])
def test_codes_and_words_are_no_figures(text: str) -> None:
    assert not is_figure(text)


def test_the_first_rows_of_a_long_table_are_enough() -> None:
    cells = [(row, 0, str(row)) for row in range(1_000)]

    assert leading_rows(cells, columns=2)[:2] == [["0", ""], ["1", ""]]
    assert len(leading_rows(cells, columns=2)) < 20
