"""The page: whole in itself, safe against its own contents, and complete."""

import re
from html.parser import HTMLParser

import pytest

from apex_core.model.estimate import Estimate
from apex_core.report.page import render_html
from tests.apex_core.estimate.situations import (
    HOSTILE,
    LINE,
    estimate_of,
    hostile,
    missouri,
    sealed,
    ticket_of,
    without_range,
)


def page_of(estimate: Estimate) -> str:
    return render_html(estimate, sealed(estimate)).decode()


class Page(HTMLParser):
    """What a browser would load and link, and whether every element is closed."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in {"src", "xlink:href", "data", "poster"} or (tag == "link"):
                self.loads.append(f"{tag} {value}")
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.anchors.append(str(value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def test_the_page_is_well_formed_and_needs_nothing_from_outside() -> None:
    html = page_of(missouri())
    page = parsed(html)

    assert page.open == []
    assert "script" not in page.tags
    assert page.loads == []
    assert not re.search(r"url\(|@import|https?:", html)


def test_every_link_of_the_page_leads_to_a_place_in_it() -> None:
    page = parsed(page_of(missouri()))

    assert len(set(page.ids)) == len(page.ids)
    assert {anchor.removeprefix("#") for anchor in page.anchors} <= set(page.ids)


def test_every_drawing_of_the_page_has_a_title_and_a_description() -> None:
    page = parsed(page_of(missouri()))

    drawings = page.tags.count("svg")
    assert drawings == 4
    assert page.tags.count("desc") == drawings
    assert page.tags.count("title") == drawings + 1


def test_text_of_a_ticket_cannot_become_markup() -> None:
    page = parsed(page_of(hostile()))

    assert "script" not in page.tags
    assert any(HOSTILE in text for text in page.text)


@pytest.mark.parametrize(
    "figure",
    ["project_usd", "p50_usd", "p80_usd", "p95_usd", "contingency_usd", "capital_usd"],
)
def test_the_page_shows_the_headline(figure: str) -> None:
    shown = page_of(missouri())

    assert f"${getattr(missouri().headline, figure):,.0f}" in shown


def test_the_page_shows_every_line_item_check_assumption_and_pack() -> None:
    envelope = sealed(missouri())
    text = " ".join(" ".join(parsed(page_of(missouri())).text).split())

    shown = [
        *(item.description for item in missouri().basis.cost.line_items),
        *(check.name for check in envelope.trace.checks),
        *(said.text for said in missouri().assumptions),
        *(said.text for said in missouri().exclusions),
        *(pack.sha256 for pack in envelope.trace.packs.values()),
        envelope.content_sha256,
    ]
    assert [words for words in shown if " ".join(words.split()) not in text] == []


def test_the_page_labels_what_is_unverified_and_claims_no_compliance() -> None:
    html = page_of(missouri())

    assert missouri().iso_ne_style.label in html
    assert "states no compliance" in html
    assert html.lower().count("complian") == 1


def test_an_estimate_in_which_nothing_varies_has_a_page_too() -> None:
    certain = {"name": "Camp", "distribution": "constant", "value": 100000}

    html = page_of(estimate_of(ticket_of(risk={"drivers": "none", "items": [certain]})))

    assert "Nothing varies" in html


def test_an_estimate_without_a_range_shows_none_and_says_whose_contingency_it_holds() -> None:
    html = page_of(without_range())

    assert "No range was simulated" in html
    assert "no risk result was used" in html
    assert "P80" not in html.partition('id="basis"')[0]
    assert not parsed(html).open


def test_the_page_and_the_workbook_show_what_is_ptf_where_the_ticket_says() -> None:
    estimate = estimate_of(ticket_of(lines=[{**LINE, "ptf": "0.6"}]))

    ptf = estimate.iso_ne_style.ptf_usd
    assert ptf is not None
    assert f"${ptf:,.0f}" in page_of(estimate)
    assert "Non-PTF" in page_of(estimate)
    assert "Non-PTF" not in page_of(missouri())
