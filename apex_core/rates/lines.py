"""A rate as one line of text and back, and the hash of a whole book."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from apex_core.envelope import canonical_json
from apex_core.model.rates import BookTitle, Rate


def line_of(rate: Rate) -> str:
    """Write a rate on one line.

    Examples
    --------
    >>> line_of(Rate(code="P1", description="Pole", unit="each", material_usd=Decimal("1250.00")))
    '["P1","Pole","each","1250","0","0","0",null,null]'
    """
    fields = [rate.code, rate.description, rate.unit, *map(_written, _parts(rate))]
    return json.dumps(
        [*fields, rate.ferc_account, rate.category], ensure_ascii=False, separators=(",", ":")
    )


def rate_of(line: str) -> Rate:
    """Read a rate from its line."""
    code, description, unit, *parts, account, category = json.loads(line)
    material, labor, equipment, other = map(Decimal, parts)
    return Rate(
        code=code,
        description=description,
        unit=unit,
        material_usd=material,
        labor_usd=labor,
        equipment_usd=equipment,
        other_usd=other,
        ferc_account=account,
        category=category,
    )


def lines_of(rates: Iterable[Rate]) -> tuple[str, ...]:
    """Write rates in the order of their codes."""
    return tuple(line_of(rate) for rate in sorted(rates, key=lambda rate: folded(rate.code)))


def code_of(line: str) -> str:
    """Return the folded code of a rate's line, without reading the rest of it."""
    return folded(str(json.loads(line)[0]))


def folded(code: str) -> str:
    """Return what two codes have in common when they are one."""
    return code.casefold()


def book_sha256(title: BookTitle, lines: Sequence[str]) -> str:
    """Hash what a version of a book says: its title and every rate."""
    fields = {name: getattr(title, name) for name in BookTitle.model_fields}
    digest = hashlib.sha256(canonical_json(fields))
    for line in lines:
        digest.update(b"\n" + line.encode())
    return digest.hexdigest()


def rate_json(rate: Rate) -> dict[str, Any]:
    """Return what a client sees of a rate."""
    return {
        "code": rate.code,
        "description": rate.description,
        "unit": rate.unit,
        "material_usd": float(rate.material_usd),
        "labor_usd": float(rate.labor_usd),
        "equipment_usd": float(rate.equipment_usd),
        "other_usd": float(rate.other_usd),
        "total_usd": float(rate.total_usd),
        "ferc_account": rate.ferc_account,
        "category": rate.category,
    }


def _parts(rate: Rate) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return rate.material_usd, rate.labor_usd, rate.equipment_usd, rate.other_usd


def _written(usd: Decimal) -> str:
    """Write an amount in the one way it is written: no exponent, no trailing zeros."""
    text = f"{usd:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
