"""Turn the first coordinates of a point set towards what moves the total most."""

from typing import Final

import numpy as np

from apex_core.risk.arrays import Float

FLOOR: Final = 1e-3
TILT: Final = 1e-2


def axes_along(direction: Float) -> Float:
    """Return orthonormal axes whose first lies along *direction*: a Householder reflection."""
    inputs = len(direction)
    length = float(np.linalg.norm(direction))
    if length == 0:
        return np.eye(inputs)
    normal = direction / length
    sign = 1.0 if normal[0] >= 0 else -1.0
    normal[0] += sign  # away from zero, where the difference would lose its digits
    reflection: Float = np.outer(normal, normal) * (2.0 / (normal @ normal)) - np.eye(inputs)
    return sign * reflection


def turned_root(root: Float, *, linear: Float, curved: Float) -> Float:
    """Return *root* turned so that early coordinates matter most.

    The first coordinate runs along the total's linear response; the others along the principal
    axes of what is curved in the response of the inputs. The correlation stays the same.

    Parameters
    ----------
    root
        Root of the correlation of the scores, shape ``(inputs, inputs)``.
    linear, curved
        Change of the total with each input's score: its linear part, and the standard deviation
        of the rest, shape ``(inputs,)``. [USD]
    """
    inputs = len(root)
    turned = root @ axes_along(root.T @ linear)
    rest = turned[:, 1:]
    # inputs that are alike, or not curved, would leave the axes to rounding
    weights = (curved + FLOOR * np.abs(linear)) * (1 + TILT * np.arange(inputs) / inputs)
    axes = np.linalg.svd(weights[:, np.newaxis] * rest).Vh
    signs = np.where(axes @ (1.0 / np.arange(1, len(axes) + 1)) < 0, -1.0, 1.0)
    return np.hstack([turned[:, :1], rest @ (axes.T * signs)])
