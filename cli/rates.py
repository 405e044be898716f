"""``./apex rates``: a company's own rate books."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from cli.answer import one_sentence, print_json, show, tell
from cli.api import connect_local
from cli.inputs import read_file
from cli.options import DATA, Data, Json, Token, Url

IMPORTER: Final = "manager"
DECIMALS: Final = 2

GROUP: Final = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Import, search, list and compare rate books.

    A rate of your own book takes the place of the shipped one of the same code, in the
    estimates whose ticket names the book. The shipped book is miso-mtep24.

    For instance:

    - ./apex rates search --book miso-mtep24 --prefix structure.345

    - ./apex rates import rates.csv --book acme --version 2026.1 --dollar-year 2026 --source Bids

    APEX must be running: start ./apex up in another terminal.
    docs/how-to/load-a-rate-book.md explains the file.
    """,
)

Book = Annotated[str, typer.Option(help="Name of the book.")]


@GROUP.command("import")
def import_book(  # noqa: PLR0913 - one for each option
    file: Annotated[Path, typer.Argument(help="CSV, or XLSX with the rates on its first sheet.")],
    *,
    book: Book,
    version: Annotated[str, typer.Option(help="Its version, such as 2026.1; never used twice.")],
    dollar_year: Annotated[int, typer.Option(help="Year of all its dollars.")],
    source: Annotated[str, typer.Option(help="Where the rates come from, in words.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it, and keep nothing.")] = False,
    url: Url = None,
    token: Token = None,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Check a rate book and keep it: all of it, or nothing.

    Every wrong cell is named by line, column and value.

    For instance:

    - ./apex rates import rates.xlsx --book acme --version 2026.1 --dollar-year 2026
      --source "Annual contract" --dry-run
    """
    title = {"book": book, "version": version, "dollar_year": str(dollar_year), "source": source}
    with one_sentence(as_json=as_json):
        content = read_file(file)
        api = connect_local(data, url, token, role=IMPORTER)
        params = {**title, "dry_run": "true" if dry_run else "false"}
        answer = api.post("/rates/imports", params, content)
    if as_json:
        print_json(answer)
        return
    found = answer["result"]
    if found["ignored_columns"]:
        tell(f"left out are the columns {', '.join(found['ignored_columns'])}")
    show(f"{_outcome(found, dry_run=dry_run)}; {found['applicable']} can price an estimate")


@GROUP.command("search")
def search(  # noqa: PLR0913 - one for each option
    words: Annotated[
        list[str] | None, typer.Argument(help="Words of code, description or category.")
    ] = None,
    *,
    book: Book,
    version: Annotated[
        str | None, typer.Option(help="Its version.", show_default="the newest")
    ] = None,
    prefix: Annotated[str, typer.Option(help="What the code begins with.")] = "",
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=500)] = 50,
    cursor: Annotated[str, typer.Option(help="Go on after this code.")] = "",
    url: Url = None,
    token: Token = None,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Find rates by the beginning of their code, and by words.

    For instance:

    - ./apex rates search --book miso-mtep24 --prefix conductor.acss drake

    - ./apex rates search --book acme steel pole
    """
    params = {
        "book": book,
        "version": version or "",
        "prefix": prefix,
        "q": " ".join(words or ()),
        "limit": str(limit),
        "cursor": cursor,
    }
    with one_sentence(as_json=as_json):
        answer = connect_local(data, url, token).get("/rates", params)
    if as_json:
        print_json(answer)
        return
    found = answer["result"]
    show(_rates(found["rates"], f"{found['book']}@{found['version']}"))
    tell(f"{len(found['rates'])} of {found['total']} rates")
    if found["next_cursor"]:
        tell(f"go on with --cursor {found['next_cursor']!r}")


@GROUP.command("list")
def list_books(
    *, url: Url = None, token: Token = None, data: Data = DATA, as_json: Json = False
) -> None:
    """List every version of every book.

    For instance:

    - ./apex rates list
    """
    with one_sentence(as_json=as_json):
        answer = connect_local(data, url, token).get("/rates/books")
    if as_json:
        print_json(answer)
        return
    table = Table("book", "version", "US$ of", "rates", "source", "imported by", "at")
    for book in answer["result"]["books"]:
        by, at = book["imported_by"] or "ships with APEX", (book["imported_at"] or "")[:16]
        year, count = str(book["dollar_year"]), f"{book['rates']:,}"
        table.add_row(book["book"], book["version"], year, count, book["source"], by, at)
    show(table)


@GROUP.command("diff")
def compare(  # noqa: PLR0913 - one for each option
    book: Annotated[str, typer.Argument(help="Name of the book.")],
    before: Annotated[str, typer.Argument(metavar="FROM", help="A version.")],
    after: Annotated[str, typer.Argument(metavar="TO", help="Another one.")],
    *,
    url: Url = None,
    token: Token = None,
    data: Data = DATA,
    as_json: Json = False,
) -> None:
    """Show what changed from one version of a book to another.

    For instance:

    - ./apex rates diff acme 2026.1 2026.2
    """
    params = {"book": book, "from": before, "to": after}
    with one_sentence(as_json=as_json):
        answer = connect_local(data, url, token).get("/rates/diff", params)
    if as_json:
        print_json(answer)
        return
    found = answer["result"]
    table = Table("code", "change", title=f"{found['from']} to {found['to']}")
    for change in found["changed"]:
        said = (f"{name}: {change['before'][name]} → {change['after'][name]}"
                for name in change["fields"])  # fmt: skip
        table.add_row(change["code"], ", ".join(said))
    for kind in ("added", "removed"):
        for rate in found[kind]:
            table.add_row(rate["code"], f"{kind}: {_usd(rate['total_usd'])} per {rate['unit']}")
    show(table)
    tell(", ".join(f"{count} {kind}" for kind, count in found["counts"].items()))


def _outcome(found: dict[str, Any], *, dry_run: bool) -> str:
    name = f"{found['book']}@{found['version']}"
    if found["stored"]:
        return f"{name}: {found['rates']:,} rates imported"
    if dry_run:
        return f"{name}: {found['rates']:,} rates are right; nothing was kept"
    return f"{name}: these {found['rates']:,} rates were imported before"


def _rates(rates: list[dict[str, Any]], title: str) -> Table:
    parts = ("material_usd", "labor_usd", "equipment_usd", "other_usd", "total_usd")
    table = Table("code", "description", "unit", title=title)
    for part in parts:
        table.add_column(part.removesuffix("_usd"), justify="right")
    for rate in rates:
        amounts = (_usd(rate[part]) for part in parts)
        table.add_row(rate["code"], rate["description"], rate["unit"], *amounts)
    return table


def _usd(amount: float) -> str:
    return f"{amount:,.{DECIMALS}f}"
