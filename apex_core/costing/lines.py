"""The cost of one transmission line: structures, wires, land and terrain, told in order."""

from apex_core.costing.entry import Draft
from apex_core.costing.land import land
from apex_core.costing.line import LineAtHand, check_line, length_notes, voltage_notes
from apex_core.costing.reconductoring import reconductoring
from apex_core.costing.removal import removal
from apex_core.costing.structures import structures
from apex_core.costing.terrain import terrain
from apex_core.costing.wires import conductor, opgw_and_shieldwire
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.scope import Work


def price_line(at: LineAtHand) -> Draft:
    """Price a line by the work that is done to it."""
    check_line(at)
    notes = length_notes(at) + voltage_notes(at)
    match at.line.scope:
        case Work.NEW:
            return _built(at) + land(at) + terrain(at) + _land_notes(at) + notes
        case Work.REBUILD:
            return _built(at) + removal(at) + _unused_notes(at) + notes
        case Work.RECONDUCTOR:
            return reconductoring(at) + _unused_notes(at) + notes


def _built(at: LineAtHand) -> Draft:
    return structures(at) + conductor(at) + opgw_and_shieldwire(at)


def _land_notes(at: LineAtHand) -> Draft:
    """Say whose land applies, and what that state asks for beyond the rates."""
    if at.state is None:
        return Draft()
    findings = tuple(
        Finding(
            kind=FindingKind.CHECK,
            sentence=f"{at.line.name}: not included is {note.note} in {note.state} "
            f"({at.rates.cite(note.where)}); add it under adders if it applies",
        )
        for note in at.rates.state_notes
        if note.state == at.state.state and at.line.voltage_kv >= note.from_kv
    )
    return _proxy_notes(at) + Draft(findings=findings)


def _proxy_notes(at: LineAtHand) -> Draft:
    own = at.rates.states.get(at.region.lower())
    if at.state is None or at.state is own:
        return Draft()
    said = (
        f"{at.line.name}: land and terrain of {at.state.state} stand in for {at.region} "
        f"({at.source('land.state')})"
    )
    return Draft(assumptions=(said,), findings=(Finding(kind=FindingKind.CHECK, sentence=said),))


def _unused_notes(at: LineAtHand) -> Draft:
    """Say what is given but has no part in work on an existing right of way."""
    unused = {
        "land": at.line.land is not None,
        "terrain": at.line.terrain is not None,
        "structures": at.line.structures is not None and at.line.scope is Work.RECONDUCTOR,
    }
    given = " and ".join(field for field, is_given in unused.items() if is_given)
    if not given:
        return Draft()
    said = (
        f"{at.line.name}: {given} given but not priced, because a {at.line.scope.value} uses what "
        "is there; add what is needed under adders"
    )
    return Draft(warnings=(said,))
