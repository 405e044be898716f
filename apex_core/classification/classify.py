"""The AACE class that a project's documents support, with a reason per deliverable."""

from collections.abc import Iterator, Sequence

from apex_core.classification.documents import UNDEFINED_CLASS, standings_of, usable
from apex_core.classification.next_class import next_class_needs
from apex_core.classification.reasons import Known, reasons_for, supported_class
from apex_core.classification.score import project_score
from apex_core.model.classification import (
    AccuracyBand,
    Classification,
    DeliverableReason,
    IsoNeCategory,
)
from apex_core.model.facts import ProjectFacts
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.review import Review
from apex_core.packs.aace import AaceClasses
from apex_core.packs.isone import IsoneTemplate
from apex_core.packs.loader import Packs


def classify(
    reviews: Sequence[Review],
    facts: ProjectFacts,
    packs: Packs,
    *,
    requested: int | None = None,
) -> Classification:
    """Classify the estimate by how far its documents define the project.

    The maturity matrix says which state of each deliverable a class asks for. The class is the
    worst that any governing deliverable supports: scope, route, structure list, geotechnical
    report, construction drawings, and the better of material list and vendor quotes.
    All other deliverables and the rubric's score inform; they do not set the class, and neither
    does the accuracy band, which follows from it. A deliverable no reviewer can see is listed as
    not assessed and holds nothing back.
    Documents that failed review support nothing.
    A better *requested* class is reported with a warning; the documents' class governs the band.
    """
    matrix, rubric, read = packs.maturity, packs.rubric, usable(reviews)
    documents = standings_of(read, rubric)
    reasons = reasons_for(matrix, Known(documents=documents, reviews=read, facts=facts))
    estimate_class = supported_class(matrix, reasons)
    findings, warnings = _against_request(estimate_class, requested, reasons)
    return Classification(
        estimate_class=estimate_class,
        requested_class=requested,
        accuracy=_band(packs.aace, estimate_class),
        iso_ne=_category(packs.isone, estimate_class),
        score=project_score(documents, rubric, estimate_class),
        reasons=reasons,
        documents=documents,
        next_class_needs=next_class_needs(
            matrix, reasons, documents, rubric, estimate_class=estimate_class
        ),
        assumptions=tuple(_assumptions(packs, reasons)),
        warnings=warnings,
        findings=findings,
    )


def _assumptions(packs: Packs, reasons: Sequence[DeliverableReason]) -> Iterator[str]:
    yield f"the AACE class follows from the documents by a maturity matrix: {packs.maturity.label}"
    yield f"how far each document has come is judged by a rubric: {packs.rubric.label}"
    unseen = [reason.title for reason in reasons if reason.state is None]
    if unseen:
        yield (
            f"{len(unseen)} of {len(reasons)} deliverables of the matrix are not assessed and hold "
            f"the class back no further: {'; '.join(unseen)}"
        )


def _band(aace: AaceClasses, estimate_class: int) -> AccuracyBand:
    band = aace.classes[estimate_class]
    return AccuracyBand(
        low_pct=(band.low_near_pct, band.low_far_pct),
        high_pct=(band.high_near_pct, band.high_far_pct),
        source=f"AACE {aace.practice}: {aace.source}",
    )


def _category(isone: IsoneTemplate, estimate_class: int) -> IsoNeCategory:
    row = isone.for_aace(estimate_class)
    return IsoNeCategory(
        category=row.letter,
        name=row.name,
        accuracy_pct=(row.low_pct, row.high_pct),
        label=f"{isone.status}: {isone.label}",
    )


def _against_request(
    estimate_class: int, requested: int | None, reasons: Sequence[DeliverableReason]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Say what stands between the documents and a better class that was asked for."""
    if requested is None or requested >= estimate_class:
        return (), ()
    short = [
        reason
        for reason in reasons
        if reason.governs and (reason.supports_class or UNDEFINED_CLASS) > requested
    ]
    titles = ", ".join(reason.title for reason in short)
    sentence = (
        f"the ticket asks for class {requested}; the documents support class {estimate_class}, "
        f"which governs the accuracy band; held back by {titles}"
    )
    places = tuple(reason.quote.place for reason in short if reason.quote)
    finding = Finding(kind=FindingKind.CLASS, sentence=sentence, places=places)
    return (finding,), (sentence[0].upper() + sentence[1:] + ".",)
