"""Whether words speak of the project, or of what is around it, before it or left out of it."""

import re
from typing import Final

from apex_core.model.facts import About
from apex_core.review.candidates import LABELLED, PLAIN, STATED
from apex_core.review.statements import Statement

_WORDS: Final = re.IGNORECASE | re.VERBOSE

_ASIDE: Final = re.compile(
    r"""\b(?: exclu(?:sion|ded)s? | not\ (?:included|in\ (?:the\ )?scope)
      | out(?:side)?(?:\ of)?\ (?:the\ )?scope | by\ others
      | (?:related|other|adjacent|future|previous)\ (?:projects?|work)
      | existing\ (?:facilit|condition|system|line|voltage|conductor|structure|circuit)\w*
      | alternatives? | history | references | lessons | glossary | definitions )\b""",
    _WORDS,
)
_MARKER: Final = re.compile(
    r"""\b(?:
      (?P<around> (?:other|another|separate|related|adjacent|future|previous)\s(?:\w+\s)?projects?
        | (?:was|were)\s(?:originally\s)?(?:built|constructed|installed|placed)
        | adjacent | parallel\w* | nearby | neighbou?ring | cross(?:es|ing|ings)? | underbuil[dt]
        | former(?:ly)? | retired? | remov\w+ | dismantl\w+ | previous(?:ly)? | original(?:ly)?
        | historical\w* | future | later | alternatives? | alternate | instead\ of
        | rather\ than | not | no | nor | never | without | exclud\w+ | unlike | other
        | another | separate | similar | typical(?:ly)? | for\ example
        | considered | studied | evaluated | rejected | abandoned )
      | (?P<existing> existing | present(?!\ project) | replac(?:e|es|ing) )
      | (?P<project> new | propos\w+ | selected | preferred | chosen | construct\w* | builds?
        | building | install\w* | project
        | will\ be | shall )
    )\b""",
    _WORDS,
)
_REWORK: Final = re.compile(
    r"\b(?:re-?build\w*|re-?conductor\w*|upgrad\w+|uprat\w+|replac\w+|refurbish\w*|convert\w*)\b",
    _WORDS,
)
_CHANGED_TO: Final = re.compile(
    r"""\b(?:convert\w*|chang\w+|replac\w+|upgrad\w+|uprat\w+|re-?build\w*|rebuilt
      |re-?conductor\w*|reinsulat\w+)\b.*\b(?:to|with|by|as|at|for)\s+
      (?:(?:an?|the|new|single-circuit|double-circuit|operate|operation|at)\s+)*$""",
    _WORDS,
)
_FROM: Final = re.compile(r"\bfrom\b(?!.*\bto\b)", re.IGNORECASE)
_TO: Final = re.compile(r"^[^;.]{0,60}\bto\b", re.IGNORECASE)
_NOW: Final = re.compile(r"^[^,;.]{0,20}?\b(?:now|today|currently|at present)\b", re.IGNORECASE)
_DISOWNED: Final = re.compile(
    r"""^[^,;.]{0,40}?\b(?:is|are|was|were|will\ be|to\ be|has|have|has\ been)\s
      (?: not | excluded | existing | by\ others | removed | retired | dismantled | done\ by
        | part\ of\ another | considered | rejected | abandoned )""",
    _WORDS,
)
_CLAUSE: Final = re.compile(r";|,(?!\d)|\b(?:but|while|whereas|which)\b", re.IGNORECASE)


def about(statement: Statement, start: int, end: int, *, survives_rework: bool = False) -> About:
    """Tell what the words of *statement* from *start* to *end* speak of.

    The last marker before them decides, within their clause: ``existing`` or ``parallel to`` puts
    them in the surroundings, ``new`` or ``will be`` in the project, and so does ``upgraded to``.
    With *survives_rework* an existing thing that is rebuilt or reconductored is the project's own:
    the voltage and length of the line, not its old wire.
    What stands in a label alone names a column, not the project.
    """
    before = statement.text[:start]
    is_only_the_label = end <= statement.label
    is_left_behind = _is_left_behind(before, statement.text[end:])
    if is_only_the_label or is_left_behind or _is_aside(statement, before):
        return About.SURROUNDINGS
    clause = _CLAUSE.split(before)[-1]
    markers = list(_MARKER.finditer(clause))
    if not markers or markers[-1]["project"] or _CHANGED_TO.search(clause):
        return About.PROJECT
    if markers[-1]["existing"] and survives_rework and _REWORK.search(before):
        return About.PROJECT
    return About.SURROUNDINGS


def _is_left_behind(before: str, after: str) -> bool:
    """Whether the words around say that it is not, no longer, or changed from."""
    is_changed_from = _REWORK.search(before) and _FROM.search(before) and _TO.search(after)
    return bool(is_changed_from or _NOW.search(after) or _DISOWNED.search(after))


def weight(statement: Statement, start: int) -> int:
    """Tell how plainly the words that begin at *start* are said."""
    if statement.labelled:
        return LABELLED
    marked = any(match["project"] for match in _MARKER.finditer(statement.text[:start]))
    return STATED if statement.heading or marked else PLAIN


def _is_aside(statement: Statement, before: str) -> bool:
    """Whether the section, the label or the list says that this is not about the project."""
    in_label = statement.labelled and _ASIDE.search(before)
    return statement.of_many or bool(in_label or _ASIDE.search(statement.section))
