"""What the shipped packs say, against the figures they were taken from."""

from decimal import Decimal
from itertools import pairwise

from apex_core.model.facts import FactName
from apex_core.model.review import Deliverable as Document
from apex_core.packs.loader import load_packs
from apex_core.packs.maturity import STATES, Witness
from apex_core.packs.shelf import open_pack
from apex_core.review.profiles import PROFILE_OF

PACKS = load_packs()


def test_the_classes_have_the_bands_of_18r_97() -> None:
    # DOMAIN 1, MISO MTEP24 guide Figure 1-3: far ends of the accuracy bands
    bands = {
        number: (int(band.low_far_pct), int(band.high_far_pct))
        for number, band in PACKS.aace.classes.items()
    }

    assert bands == {5: (-50, 100), 4: (-30, 50), 3: (-20, 30), 2: (-15, 20), 1: (-10, 15)}


def test_definition_matures_from_class_to_class() -> None:
    ordered = [PACKS.aace.classes[number] for number in (5, 4, 3, 2, 1)]

    for coarse, fine in pairwise(ordered):
        assert coarse.definition_high_pct < fine.definition_high_pct
        assert coarse.low_far_pct < fine.low_far_pct
        assert coarse.high_far_pct > fine.high_far_pct


def test_contingency_is_published_for_three_classes() -> None:
    kinds = {number: PACKS.aace.estimate_type(number) for number in (5, 4, 3, 2, 1)}

    assert [kind and kind.contingency for kind in kinds.values()] == [
        Decimal("0.30"),
        Decimal("0.20"),
        Decimal("0.15"),
        None,
        None,
    ]


def test_the_rubric_weighs_sixteen_documents_to_a_hundred() -> None:
    rows = PACKS.rubric.rows

    assert len(rows) == 16
    assert sum(row.weight for row in rows) == 100
    geotechnical = next(row for row in rows if row.document == "Geotechnical report")
    assert set(geotechnical.expected) == {4, 3, 2, 1}


def test_the_maturity_matrix_never_asks_less_of_a_better_class() -> None:
    deliverables = PACKS.maturity.deliverables

    assert len(deliverables) == 32
    for deliverable in deliverables:
        scale = STATES[deliverable.scale]
        ranks = [scale.index(deliverable.required[number]) for number in (5, 4, 3, 2, 1)]
        assert ranks == sorted(ranks), deliverable.name


def test_each_iso_new_england_class_has_one_aace_class_and_the_label() -> None:
    isone = PACKS.isone

    assert [row.aace_class for row in isone.classes] == [5, 4, 3, 2, 1]
    assert isone.for_aace(4).letter == "B"
    assert isone.columns[-1] == "Total"
    assert isone.label.startswith("Unverified default")


def test_driver_ranges_are_ordered_and_labelled() -> None:
    drivers = PACKS.drivers.drivers

    assert len(drivers) == 20
    assert all(driver.status in {"judgement", "unverified"} for driver in drivers)
    for driver in drivers:
        given = [part for part in (driver.low, driver.mode, driver.high) if part is not None]
        assert given == sorted(given), driver.name


def test_the_rate_book_holds_the_whole_guide() -> None:
    lines = PACKS.lines

    assert len(lines.structures) == 133  # 173 rows of Tables 2.2-1 to -8 less 40 of direct current
    assert len(lines.conductors) == 2 * 43 + 8  # Tables 2.2-11 and -12 twice, Table 2.2-13 once
    assert len(PACKS.stations.layouts) == 12
    assert len(PACKS.stations.transformers) == 64


def test_structures_of_the_usual_design_have_counts_per_mile_and_rates() -> None:
    for (_, circuits, kind, kv), count in PACKS.lines.structures_per_mile.items():
        assert count > 0
        assert any(key[0] == kv and key[2:] == (circuits, kind) for key in PACKS.lines.structures)


def test_structures_with_rates_have_counts_per_mile() -> None:
    for kv, structure, circuits, kind in PACKS.lines.structures:
        material = structure.partition("_")[0]
        assert (material, circuits, kind, kv) in PACKS.lines.structures_per_mile


def test_state_mixes_leave_no_land_out() -> None:
    for rates in PACKS.lines.states.values():
        assert sum(rates.mix.values()) == 1
        assert sum(rates.terrain.values()) <= 1


def test_new_england_multipliers_are_those_of_the_study() -> None:
    # DOMAIN 5
    assert PACKS.eipc.at(Decimal(345)) == (Decimal("1.4"), Decimal("1.6"), Decimal("2.15"))
    assert PACKS.eipc.at(Decimal(230)) == (Decimal("2.25"), Decimal("2.85"))


def test_revx_has_four_regions_and_no_new_england() -> None:
    assert {cost.region for cost in PACKS.revx.costs} == {"MISO", "SCE", "Southeast", "TEPPC"}
    assert PACKS.revx.dollar_year == 2019


def test_every_governing_deliverable_is_shown_by_a_document_and_two_stand_in_for_each_other() -> (
    None
):
    governing = [one for one in PACKS.maturity.deliverables if one.group]

    assert len(governing) == 8
    assert len({one.group for one in governing}) == 7
    for deliverable in governing:
        assert Witness.DOCUMENT in {one.witness for one in deliverable.evidence}, deliverable.name


def test_evidence_names_documents_items_and_facts_that_exist() -> None:
    for deliverable in PACKS.maturity.deliverables:
        for evidence in deliverable.evidence:
            match evidence.witness:
                case Witness.DOCUMENT:
                    (name,) = evidence.names
                    assert Document(name)
                case Witness.ITEM:
                    name, item = evidence.names
                    assert item in PROFILE_OF[Document(name)].items
                case Witness.FACTS:
                    assert all(FactName(name.partition(":")[0]) for name in evidence.names)
                case Witness.ESTIMATE:
                    assert all(evidence.names)
            assert evidence.state in STATES[deliverable.scale]


def test_evidence_is_of_deliverables_the_matrix_has() -> None:
    pack = open_pack("tline-maturity")
    names = {row["deliverable"] for row in pack.tables["deliverables"]}

    assert {row["deliverable"] for row in pack.tables["evidence"]} <= names
