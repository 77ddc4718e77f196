"""Registration of the Visible Human leg to the label map by iterated closest points."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree


def similarity(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Least-squares rotation times scale from centred x to centred y (Umeyama 1991)."""
    u, s, vt = np.linalg.svd(y.T @ x)
    sign = np.array([1, 1, np.sign(np.linalg.det(u @ vt))])
    return (s * sign).sum() / (x**2).sum() * (u * sign) @ vt


def register(
    fixed: dict[str, np.ndarray],
    moving: dict[str, np.ndarray],
    start_scale: float,
    start_turn_deg: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Affine map from the moving to the fixed frame by matching structures of the same name.

    Points are (N, 3) mm; `fixed` may show only a part of a structure. The start (a scale from
    fixed to moving and a
    turn about the long axis) lays the tibial cartilages over each other. Returns (matrix,
    offset) with
    fixed = matrix @ moving + offset. Forty similarity steps, then twenty affine ones; the worst
    tenth of the pairs is left out of each.
    """
    rng = np.random.default_rng(0)
    trees = {name: cKDTree(moving[name]) for name in fixed}
    sample = {n: p[rng.choice(len(p), min(3000, len(p)), replace=False)] for n, p in fixed.items()}
    turn = np.radians(start_turn_deg)
    matrix = start_scale * np.array(
        [[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]]
    )
    cartilage = ("tibial_cartilage_medial", "tibial_cartilage_lateral")
    offset = np.mean([moving[c].mean(0) for c in cartilage], 0) - matrix @ np.mean(
        [fixed[c].mean(0) for c in cartilage], 0
    )
    for step in range(60):
        xs, ys = [], []
        for name, points in sample.items():
            distance, index = trees[name].query(points @ matrix.T + offset)
            keep = distance <= np.quantile(distance, 0.9)
            xs.append(points[keep])
            ys.append(moving[name][index[keep]])
        x, y = np.concatenate(xs), np.concatenate(ys)
        xm, ym = x.mean(0), y.mean(0)
        if step < 40:
            matrix = similarity(x - xm, y - ym)
        else:
            matrix = np.linalg.lstsq(x - xm, y - ym, rcond=None)[0].T
        offset = ym - matrix @ xm
    inverse = np.linalg.inv(matrix)
    return inverse, -inverse @ offset
