"""Matrix products in pieces small enough that the library keeps them on one thread."""

from typing import Final

import numpy as np

from apex_core.risk.arrays import Float

# OpenBLAS shares out products of more multiplications than this among threads, which then wait
# for each other, and for whatever else the machine does
ONE_THREAD: Final = 4 * 65536


def transform(matrix: Float, rows: Float, *, out: Float) -> Float:
    """Write ``matrix @ rows`` to *out*; shapes ``(inputs, inputs)`` and ``(inputs, trials)``."""
    inputs, trials = rows.shape
    block = _block(inputs)
    whole = trials - trials % block
    np.matmul(matrix, _blocks(rows[:, :whole], block), out=_blocks(out[:, :whole], block))
    np.matmul(matrix, rows[:, whole:], out=out[:, whole:])
    return out


def gram(rows: Float) -> Float:
    """Return ``rows @ rows.T``."""
    inputs, trials = rows.shape
    block = _block(inputs)
    whole = trials - trials % block
    blocks = _blocks(rows[:, :whole], block)
    rest = rows[:, whole:]
    product: Float = np.matmul(blocks, blocks.transpose(0, 2, 1)).sum(axis=0) + rest @ rest.T
    return product


def _block(inputs: int) -> int:
    return max(1, ONE_THREAD // max(1, inputs * inputs))


def _blocks(rows: Float, block: int) -> Float:
    inputs, trials = rows.shape
    return rows.reshape(inputs, trials // block, block).transpose(1, 0, 2)
