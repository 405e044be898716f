"""What each deliverable of the rubric is called, holds, and says of its own development.

The patterns are APEX's own judgement.
They are held against text with single spaces, upper and lower case alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apex_core.model.review import Deliverable


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one deliverable is recognized and judged.

    Attributes
    ----------
    title
        What its file, heading or worksheet is called.
    items
        What it should hold; its completeness is the share that is there.
    states
        Words that show the development the rubric expects for a class.
    default_class
        Class it supports when it says nothing of its development.
    developed_by
        Items that together show more development than that, and the class they support.
    """

    deliverable: Deliverable
    title: re.Pattern[str]
    items: Mapping[str, re.Pattern[str]]
    states: Mapping[int, re.Pattern[str]]
    default_class: int
    developed_by: tuple[tuple[str, ...], int] = ((), 5)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.MULTILINE)


def _profile(
    deliverable: Deliverable,
    title: str,
    items: Mapping[str, str],
    states: Mapping[int, str],
    default_class: int,
    developed_by: tuple[tuple[str, ...], int] = ((), 5),
) -> Profile:
    return Profile(
        deliverable=deliverable,
        title=_pattern(title),
        items={name: _pattern(text) for name, text in items.items()},
        states={key: _pattern(text) for key, text in states.items()},
        default_class=default_class,
        developed_by=developed_by,
    )


_IFC: Final = r"issued for construction|\bIFC\b"

PROFILES: Final = (
    _profile(
        Deliverable.SCOPE,
        r"\bscope\b|\bcharter\b|project (?:description|definition|summary|overview)",
        {
            "purpose or need": r"\bpurpose\b|\bneed(?:ed|s)?\b|load growth|reliability|\bobjective",
            "work to be done": r"\bconstruct|\bre-?build|\bre-?conductor|\bnew\b.{0,60}\bline\b",
            "terminals": r"\bfrom [A-Z].{2,60} to\b|\bbetween\b.{2,80}\band\b|\bterminals?\b"
            r"|\bsubstations?\b",
            "voltage": r"\d{2,3}(?:\.\d)? ?-?kV\b",
            "length": r"\d ?-?(?:miles?\b|mi\b|km\b|kilomet)|\blength\b.{0,30}\d",
            "circuits": r"\b(?:single|double|one|two)[- ]circuits?\b|\bcircuits?: \d",
            "conductor": r"\bACS[RS]\b|\bACC[CR]\b|\bkcmil\b|\bMCM\b|\bconductors?\b",
            "structures": r"\b(?:mono)?poles?\b|\btowers?\b|\bH-?frames?\b|\bstructures?\b",
            "location": r"\bcount(?:y|ies)\b|\bstate of\b|\btownship\b|\bparish\b"
            r"|^(?:state|region):",
            "in-service date": r"in[- ]service|\bISD\b|energi[sz]",
        },
        {},
        1,
    ),
    _profile(
        Deliverable.ONE_LINE,
        r"\b(?:one|single)[- ]line (?:diagram|drawing)?|\bSLD\b",
        {
            "buses": r"\bbus(?:es|bar)?\b",
            "breakers": r"\bbreakers?\b|\bCB\b",
            "switches": r"\bswitch(?:es)?\b|\bdisconnect",
            "transformers": r"\btransformers?\b|\bMVA\b",
            "voltages": r"\d{2,3} ?-?kV\b",
            "line terminals": r"\bterminals?\b|\bline\b",
        },
        {5: r"\bdraft\b|\bpreliminary\b"},
        1,
    ),
    _profile(
        Deliverable.ROUTE,
        r"\broute\b|\broutes\b|\brouting\b|\balignment\b|location map|plan (?:and|&) profile",
        {
            "terminals": r"\bfrom\b.{2,80}\bto\b|\bbegins?\b|\bstarts? at\b|\bterminat|\bbetween\b",
            "length": r"\d ?-?(?:miles?\b|mi\b|km\b|kilomet)",
            "right of way or corridor": r"right[- ]of[- ]way|\bROW\b|\bcorridor\b|\beasement",
            "crossings": r"\bcross(?:es|ing|ings)?\b",
            "municipalities": r"\bcount(?:y|ies)\b|\btown(?:ship)?s?\b|\bparish\b|\bcity\b",
            "terrain or land use": r"\bterrain\b|\bwetlands?\b|\bforest|\bwood(?:ed|land)"
            r"|\bagricultur"
            r"|\bresidential\b|\bpasture\b|\bcrop",
            "angles or points": r"\bangles?\b|\bP\.?I\.?s?\b|\bpoints? of inflection|\bstations?\b"
            r"|\bmilepost|\bsegments?\b|\bturns?\b",
        },
        {
            5: r"straight[- ]line|as the crow flies",
            4: r"\bcorridors?\b (?:study|under study|only|alternatives)|study corridor"
            r"|alternative routes? (?:are|is) under",
            3: r"\b(?:preferred|proposed|selected) (?:route|alignment)",
            2: r"plan (?:and|&) profile|\bP&P\b",
            1: rf"(?:{_IFC}).{{0,40}}(?:plan|profile|route)"
            rf"|(?:plan|profile|route).{{0,40}}(?:{_IFC})",
        },
        4,
    ),
    _profile(
        Deliverable.STRUCTURE_LIST,
        r"\bstructure (?:list|schedule|table|data|summary)s?\b|\bstructures(?= ?(?:rev\b|v\d|$))"
        r"|\bpole (?:list|schedule)|\bspotting\b",
        {
            "structure numbers": r"\b(?:structure|str\.?|pole|tower) ?(?:no|num|number|id|#)",
            "structure types": r"\btangents?\b|\bdead[- ]?ends?\b|\bsuspension\b|\brunning angle"
            r"|structure type",
            "heights": r"\bheights?\b|\bht\b|\blength \(ft\)",
            "stations or coordinates": r"\bstation(?:ing)?\b|\bmile ?post|\bnorthing|\blatitude"
            r"|\bcoordinates?\b|\bmile\b",
            "spans": r"\bspans?\b",
            "line angles": r"\bline angle|\bangle ?\(|\bdeflection|^angle\b",
            "material or class": r"\bsteel\b|\bwood\b|\bclass\b|\bmaterial\b|\bconcrete\b",
        },
        {
            5: r"typical (?:structures? )?per mile|per[- ]mile (?:counts?|typical)",
            4: r"typical by segment|typical spans? by segment",
            3: r"prelim(?:inary|\.)? (?:structure )?(?:spotting|list|structure)",
            2: r"final (?:structure )?(?:spotting|list|structure)",
            1: r"\bas[- ]bid\b|issued for bid",
        },
        4,
        (("structure numbers", "stations or coordinates"), 3),
    ),
    _profile(
        Deliverable.CONDUCTOR,
        r"\bconductor\b|\bOPGW\b|shield ?wire",
        {
            "size or code word": r"\bkcmil\b|\bMCM\b|\bcode word|\bDrake\b|\bCardinal\b",
            "construction": r"\bACS[RS]\b|\bACCC\b|\bACCR\b|\bAAAC\b|\bstranding\b",
            "conductors per phase": r"per phase|\bbundle",
            "rating": r"\bampacity\b|\bamperes\b|\brating\b|\btemperature\b",
            "tension and sag": r"\btension|\bsag\b",
            "OPGW or shield wire": r"\bOPGW\b|\bshield ?wire|\bstatic wire|\bground wire",
        },
        {5: r"\bassumed\b", 3: r"\bselected\b", 2: r"\bfinal\b"},
        3,
    ),
    _profile(
        Deliverable.DESIGN_CRITERIA,
        r"design criteria|design basis|load cases?|loading criteria",
        {
            "code edition": r"\bNESC\b|Electrical Safety Code|\bASCE\b|\bGO ?95\b",
            "wind": r"\bwind\b",
            "ice": r"\bice\b|\bicing\b",
            "clearances": r"\bclearances?\b",
            "load factors": r"\bload factors?\b|\bstrength factors?\b|\boverload",
            "insulation": r"\binsulat",
        },
        {4: r"\bdraft\b|\bpreliminary\b"},
        1,
    ),
    _profile(
        Deliverable.SURVEY,
        r"\bsurvey\b|\blidar\b|topograph",
        {
            "method": r"\blidar\b|\bGPS\b|\bground survey|\bphotogramm|\bdesktop\b",
            "datum": r"\bdatum\b|\bNAD ?83\b|\bNAVD|\bstate plane|\bUTM\b",
            "accuracy": r"\baccura|\bcontrol points?\b|\bRMSE\b|\bpoints per",
            "date": r"\b20\d\d\b",
            "extent": r"\bcorridor\b|\bcenterline\b|\bmiles?\b|\bwidth\b",
        },
        {
            4: r"\bdesktop\b|\bUSGS\b",
            3: r"\blidar\b",
            2: r"\bground survey|\bfield survey",
            1: r"\bstaked\b|\bstaking complete",
        },
        4,
    ),
    _profile(
        Deliverable.GEOTECHNICAL,
        r"\bgeotech|\bsubsurface\b|\bsoils? (?:report|investigation)|\bboring",
        {
            "borings or soundings": r"\bborings?\b|\bSPT\b|\bCPT\b|\bsoundings?\b|\btest pits?\b",
            "depths": r"\d ?(?:ft|feet|foot|m|meters?)\b|\bdepths?\b",
            "soil description": r"\bsands?\b|\bclays?\b|\bsilts?\b|\bgravels?\b|\btill\b|\bfill\b",
            "groundwater": r"\bground ?water\b|\bwater table\b",
            "soil parameters": r"\bcohesion\b|\bfriction angle|\bunit weight|\bN-?values?\b|\bblow"
            r"|\bmodulus\b|\bshear strength",
            "rock": r"\bbedrock\b|\brock\b|\brefusal\b",
            "recommendations": r"\brecommend|\bdrilled (?:piers?|shafts?)|\bfoundations?\b",
        },
        {
            4: r"\bdesktop\b|\bNRCS\b|\bweb soil survey|\bpublished soil",
            3: r"borings? (?:at|near).{0,40}(?:angles?|dead-?ends?)|preliminary geotech"
            r"|preliminary (?:borings?|subsurface)",
            2: r"borings? (?:at|for) (?:each|every|all)\b|full borings?|final geotech",
        },
        3,
    ),
    _profile(
        Deliverable.FOUNDATION,
        r"\bfoundations?\b|\bdrilled (?:pier|shaft)s?\b|\bcaissons?\b",
        {
            "type": r"\bdrilled\b|\bdirect[- ]embed|\bpier|\bmicropile|\bcaisson|\bpad\b",
            "diameter": r"\bdiameter|\bdia\b",
            "depth": r"\bdepth|\bembedment|\bdeep\b",
            "concrete or steel": r"\bconcrete\b|\brebar\b|\breinforc|\byd3\b|cubic yards?",
            "loads": r"\breactions?\b|\bmoment\b|\bloads?\b|\bgroundline",
        },
        {
            4: r"\btypical\b",
            3: r"\bpreliminary\b|\bprelim\b",
            2: r"\bfinal\b",
            1: _IFC,
        },
        4,
    ),
    _profile(
        Deliverable.BILL_OF_MATERIALS,
        r"\bmaterials?\b(?! safety)|\bBOM\b",
        {
            "item descriptions": r"\bdescription\b|\bitem\b|\bmaterial\b",
            "quantities": r"\bqty\b|\bquantit|\bcount\b",
            "units": r"\bunits?\b|\bUOM\b|\beach\b|\bEA\b|\bft\b|\bfeet\b",
            "structures or poles": r"\bpoles?\b|\btowers?\b|\bstructures?\b|\bsteel\b",
            "conductor": r"\bconductors?\b|\bACS[RS]\b|\bkcmil\b|\bOPGW\b",
            "insulators and hardware": r"\binsulators?\b|\bhardware\b|\bassembl|\bclamps?\b",
        },
        {
            4: r"\bfactored\b",
            3: r"\bpreliminary\b|\bprelim\b",
            2: r"\bfinal\b",
            1: r"\bpurchase orders?\b|\bPO (?:no|num|#)",
        },
        3,
    ),
    _profile(
        Deliverable.VENDOR_QUOTES,
        r"(?<!request for )\bquot(?:e|es|ation|ations)\b|\bvendor\b|budgetary pric",
        {
            "supplier": r"\bvendor\b|\bsupplier\b|\bmanufacturer\b|\bInc\b|\bLLC\b|\bCorp",
            "prices": r"\$ ?\d|\bUSD\b|\bprices?\b",
            "items and quantities": r"\bqty\b|\bquantit|\bdescription\b|\bitem\b",
            "validity": r"\bvalid|\bexpir",
            "delivery": r"\bdelivery\b|\blead time|\bweeks\b|\bARO\b|\bFOB\b",
            "date or number": r"\bquot(?:e|ation) (?:no|num|#|date)|\bdated?\b",
        },
        {
            3: r"budgetary.{0,60}long[- ]lead|long[- ]lead.{0,60}budgetary",
            4: r"\bbudgetary\b|\bindicative\b|\brough order",
            2: r"\bfirm\b",
            1: r"\bpurchase order\b|\bPO (?:no|num|#)",
        },
        4,
    ),
    _profile(
        Deliverable.ROW,
        r"right[- ]of[- ]way (?:report|plan|list)|\bROW\b|\bland (?:report|rights|list)"
        r"|\bparcels?\b",
        {
            "parcels": r"\bparcels?\b|\btracts?\b",
            "owners": r"\bowners?\b|\bgrantor",
            "width or acreage": r"\bacres?\b|\bacreage\b|\bwidth\b",
            "easements": r"\beasements?\b|\bfee\b",
            "status or cost": r"\bstatus\b|\bacquired\b|\boption|\$ ?\d|\bcost\b",
        },
        {
            5: r"state average",
            4: r"\bdesktop\b",
            3: r"\bparcel list",
            2: r"\boptions?\b|\beasements? (?:signed|executed|under)",
            1: r"\ball .{0,30}acquired\b|fully acquired",
        },
        4,
    ),
    _profile(
        Deliverable.PERMITS,
        r"\bpermit|\benvironmental\b|\blicens(?:e|ing)\b|\bsiting\b",
        {
            "permits named": r"\bpermits?\b|\bSection 404\b|\bNEPA\b|\bcertificate\b",
            "agencies": r"\bagenc|\bUSACE\b|\bArmy Corps\b|\bcommission\b|\bdepartment\b",
            "status": r"\bstatus\b|\bsubmitted\b|\bissued\b|\bpending\b|\bapproved\b",
            "time": r"\bmonths?\b|\bweeks\b|\b20\d\d\b|\bdate\b",
            "resources": r"\bwetlands?\b|\bspecies\b|\bcultural\b|\bhistoric\b|\bstreams?\b",
        },
        {
            3: r"\bapplications?\b.{0,30}(?:submitted|filed|prepared)",
            2: r"approvals? (?:is |are )?pending",
            1: r"permits? (?:have been |were |are )?issued|all permits",
        },
        4,
    ),
    _profile(
        Deliverable.SCHEDULE,
        r"\bschedule\b(?! of)|\bmilestones?\b|\btimeline\b",
        {
            "milestones": r"\bmilestones?\b|\bphase\b|\bactivit|\btasks?\b",
            "dates": r"\b20\d\d\b",
            "durations": r"\bdurations?\b|\bmonths?\b|\bweeks\b|\bdays\b",
            "in-service": r"in[- ]service|\benergi[sz]|\bcompletion",
            "outages or construction": r"\boutages?\b|\bconstruction\b",
        },
        {
            5: r"\bmilestones? only\b",
            4: r"\blevel 1\b|\bL1\b",
            3: r"\blevel 2\b|\bL2\b",
            2: r"\blevel 3\b|\bL3\b",
            1: r"\b(?:level 3|L3) baseline\b|baseline(?:d)? schedule",
        },
        4,
    ),
    _profile(
        Deliverable.RISK_REGISTER,
        r"\brisks?\b",
        {
            "risks": r"\brisks?\b",
            "probability": r"\bprobabilit|\blikelihood\b",
            "impact": r"\bimpacts?\b|\bconsequence",
            "response": r"\bmitigat|\bresponse\b",
            "owner": r"\bowner\b|\bresponsible\b",
        },
        {3: r"\bquantified\b|\bexpected value|\bEMV\b|\$ ?\d"},
        4,
    ),
    _profile(
        Deliverable.BASIS_OF_ESTIMATE,
        r"basis of (?:the )?estimate|estimate basis|\bBOE\b",
        {
            "estimate class": r"\bclass [1-5]\b",
            "assumptions": r"\bassum",
            "exclusions": r"\bexclu",
            "price sources": r"\bpric(?:e|es|ing)\b|\brates?\b|\bquotes?\b|\bsource",
            "contingency": r"\bcontingency\b",
            "escalation": r"\bescalat|\bdollar year|\b20\d\d (?:US\$|dollars)",
        },
        {},
        1,
    ),
)

PROFILE_OF: Final = {profile.deliverable: profile for profile in PROFILES}

RUBRIC_NAME: Final = {
    Deliverable.SCOPE: "Scope of work / charter",
    Deliverable.ONE_LINE: "One-line diagram",
    Deliverable.ROUTE: "Route / location map",
    Deliverable.STRUCTURE_LIST: "Structure list",
    Deliverable.CONDUCTOR: "Conductor / OPGW spec",
    Deliverable.DESIGN_CRITERIA: "Design criteria / load cases",
    Deliverable.SURVEY: "Survey / LiDAR",
    Deliverable.GEOTECHNICAL: "Geotechnical report",
    Deliverable.FOUNDATION: "Foundation design",
    Deliverable.BILL_OF_MATERIALS: "Material list / BOM",
    Deliverable.VENDOR_QUOTES: "Vendor quotes",
    Deliverable.ROW: "ROW / land report",
    Deliverable.PERMITS: "Environmental & permit matrix",
    Deliverable.SCHEDULE: "Schedule",
    Deliverable.RISK_REGISTER: "Risk register",
    Deliverable.BASIS_OF_ESTIMATE: "Basis of estimate",
}
