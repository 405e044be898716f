"""``./apex review``: what the rule-based reviewer finds in one document."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from apex_core.envelope import Trace, seal
from apex_core.model.review import Review
from apex_core.packs.loader import load_packs
from apex_core.review.review import review_document
from cli.answer import one_sentence, print_json, show, tell
from cli.inputs import parse_file
from cli.options import Json


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, DOCX, XLSX, CSV or text.")],
    *,
    as_json: Json = False,
) -> None:
    """Show the facts APEX finds in a document, and what the document is good for.

    Every fact stands beside the words that prove it and the place where they stand. Roles are
    the project documents this file serves as, with the best AACE class each supports.

    For instance:

    - ./apex review samples/okatie-230/scope.docx

    - ./apex review samples/okatie-230/structures.xlsx --json
    """
    with one_sentence(as_json=as_json):
        document = parse_file(file)
        packs = load_packs()
        review = review_document(document, packs.rubric)
        if as_json:
            trace = Trace(
                inputs_sha256=document.sha256,
                packs=packs.trace("document-rubric"),
                model=review.reader,
            )
            warnings = (*document.warnings, *review.warnings)
            print_json(seal(review.model_dump(mode="json"), trace=trace, warnings=warnings))
            return
    show(_facts(review), _roles(review))
    show(f"{review.verdict}, {review.completeness} % complete: {review.reason}")
    for warning in (*document.warnings, *review.warnings):
        tell(f"warning: {warning}")


def _facts(review: Review) -> Table:
    table = Table("fact", "value", "words", "place", title=f"{review.document}: facts")
    for fact in review.facts:
        quote = fact.quotes[0]
        value = f"{fact.value} ({fact.detail})" if fact.detail else fact.value
        table.add_row(fact.name, value, quote.text, str(quote.place))
    return table


def _roles(review: Review) -> Table:
    table = Table("serves as", "state", "supports class", "complete", title="roles")
    for role in review.roles:
        table.add_row(
            role.deliverable, role.state, str(role.supports_class), f"{role.completeness} %"
        )
    return table
