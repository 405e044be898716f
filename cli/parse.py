"""``./apex parse``: what the parsers read in one document."""

from pathlib import Path
from typing import Annotated

import typer

from apex_core.documents.outline import outline
from apex_core.envelope import Trace, seal
from cli.answer import one_sentence, print_json, show, tell
from cli.inputs import parse_file
from cli.options import Json


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, DOCX, XLSX, CSV or text.")],
    *,
    as_json: Json = False,
) -> None:
    """Show what APEX reads in a document: text and tables, each with its place.

    Runs the parsers of the pipeline here, without a server. With --json the whole model is
    printed: every block and every cell with page, line or cell.

    For instance:

    - ./apex parse samples/okatie-230/structures.xlsx

    - ./apex parse samples/okatie-230/geotech.pdf --json
    """
    with one_sentence(as_json=as_json):
        document = parse_file(file)
        if as_json:
            trace = Trace(inputs_sha256=document.sha256)
            content = document.model_dump(mode="json")
            print_json(seal(content, trace=trace, warnings=document.warnings))
            return
    show(outline(document))
    for warning in document.warnings:
        tell(f"warning: {warning}")
