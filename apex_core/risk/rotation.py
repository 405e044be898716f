"""Turn the first coordinate of a point set towards one direction."""

import numpy as np

from apex_core.risk.arrays import Float


def rotation_to(direction: Float) -> Float:
    """Return the Householder reflection that takes the first axis onto *direction*.

    The first coordinate of a Sobol' sequence is its best; so turned, it moves the total.
    """
    inputs = len(direction)
    length = float(np.linalg.norm(direction))
    if length == 0:
        return np.eye(inputs)
    normal = direction / length
    normal[0] -= 1.0
    size = float(normal @ normal)
    if size == 0:
        return np.eye(inputs)
    reflection: Float = np.eye(inputs) - np.outer(normal, normal) * (2.0 / size)
    return reflection
