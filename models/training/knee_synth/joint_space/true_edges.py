"""The true edges of femur and tibia on a simulated film.

At each place across the joint, femur and tibia of a knee in the pose of its film are searched for
the two points that are nearest to each other in space, and these are projected onto the film.
Because of that the tibial edge is that of the plateau's floor, not of its anterior or posterior
rim.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage
from scipy.spatial import cKDTree

from knee_synth.data.cache import KneeFile
from knee_synth.joint_space.places import TRUTH_PLACES
from knee_synth.simulate.atlas import Atlas
from knee_synth.simulate.field import surface_points
from knee_synth.simulate.film import View2D
from knee_synth.simulate.knee import AtlasLandmarks, Knee
from knee_synth.simulate.person import draw_person

#: Part of a compartment that can bear weight, in the reference knee: mm beside the joint centre,
#: and mm anterior of it.
_BESIDE_MM, _ANTERIOR_MM = (7, 37), (-26, 22)
#: Heights (mm below the joint centre) between which the surfaces face each other.
_FEMUR_MM, _TIBIA_MM = (-34, 14), (-8, 14)
#: Points this near to a place, in mm of the film, are searched for its nearest pair.
_NEAR_MM, _LEAST_POINTS = 0.6, 4


def film_axes(view: View2D) -> np.ndarray:
    """Rotation (3, 3) from the film's beam, rows and columns to the person's axes, as
    `knee_synth.simulate.film` turns them."""
    (ct, cu, cr), (st, su, sr) = (
        f(np.radians([view.tilt, view.turn, view.roll])) for f in (np.cos, np.sin)
    )
    tilt = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    turn = np.array([[cu, 0, su], [0, 1, 0], [-su, 0, cu]])
    roll = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    return turn @ tilt @ roll


def on_film(points: np.ndarray, view: View2D) -> tuple[np.ndarray, np.ndarray]:
    """Distance beside the joint centre and height below it, mm of the film, of points (N, 3) in
    the person's axes."""
    along = points @ film_axes(view)
    spread = (1 + along[:, 0] / view.distance) / view.scale
    return np.abs(along[:, 2] / spread), along[:, 1] / spread


class TrueEdges:
    """Projects the nearest points of femur and tibia onto the film.

    Args:
        atlas: the reference knee that the films were simulated from.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._landmarks = AtlasLandmarks.of(atlas)
        femur, tibia = (surface_points(atlas.fields[bone], 1) for bone in ("femur", "tibia"))
        self._femur = {side: _facing(femur, side, *_FEMUR_MM) for side in "ML"}
        self._tibia = {side: _facing(tibia, side, *_TIBIA_MM) for side in "ML"}

    def of(self, file: KneeFile) -> np.ndarray:
        """Heights (2 compartments, 2 bones, truth places), medial and femur first; NaN where too
        little of the bones is there to tell."""
        view = View2D(**file.meta["film_view"])
        knee = Knee(self._atlas, self._landmarks, draw_person(file.meta["seed"]))
        pose, _ = knee.pose(view.flexion)
        edges = np.full((2, 2, len(TRUTH_PLACES)), np.nan)
        for compartment, side in enumerate("ML"):
            femur = pose.forward(_placed(knee, self._femur[side]))
            worn = knee.lesions.worn_mm(side, self._tibia[side])[:, None] * np.array([[0.0, 1, 0]])
            tibia = _placed(knee, self._tibia[side] + worn)
            distance, nearest = cKDTree(tibia).query(femur)
            (femur_x, femur_y), (tibia_x, tibia_y) = (
                on_film(points, view) for points in (femur, tibia[nearest])
            )
            for place, mm in enumerate(TRUTH_PLACES):
                near = np.flatnonzero(np.abs((femur_x + tibia_x) / 2 - mm) < _NEAR_MM)
                if len(near) >= _LEAST_POINTS:
                    best = near[distance[near].argmin()]
                    edges[compartment, :, place] = femur_y[best], tibia_y[best]
        return edges


def _facing(points: np.ndarray, side: str, top: float, bottom: float) -> np.ndarray:
    """Points of a bone (reference mm) that face the other one in a compartment."""
    across = points[:, 2] if side == "M" else -points[:, 2]
    inside = (across > _BESIDE_MM[0]) & (across < _BESIDE_MM[1])
    inside &= (points[:, 0] > _ANTERIOR_MM[0]) & (points[:, 0] < _ANTERIOR_MM[1])
    return points[inside & (points[:, 1] > top) & (points[:, 1] < bottom)]


def _placed(knee: Knee, points: np.ndarray) -> np.ndarray:
    """Points of the reference knee where this person has them, mm."""
    return knee.deformation.from_reference(torch.from_numpy(points.astype(np.float32))).numpy()


def kept_edges(
    knees: Sequence[KneeFile], kept: Path, open_search: Callable[[], TrueEdges]
) -> np.ndarray:
    """True edges (knees, 2, 2, truth places); those found before are read from the file `kept`,
    and the others added to it."""
    edges = {}
    if kept.exists():
        with np.load(kept) as found:
            edges = dict(found)
    missing = [knee for knee in knees if str(knee.knee_id) not in edges]
    if missing:
        search = open_search()
        edges |= {str(knee.knee_id): search.of(knee) for knee in missing}
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **edges)
    return np.stack([edges[str(knee.knee_id)] for knee in knees])


def smoothed(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges (knees, 2, 2, truth places) without gaps and single outliers, and where they were
    known (knees, 2, truth places)."""
    known = np.isfinite(edges).all(axis=-2, keepdims=True)
    place = np.arange(edges.shape[-1])
    whole = edges.copy()
    for at in np.ndindex(edges.shape[:-1]):
        there = known[*at[:-1], 0]
        line = np.interp(place, place[there], edges[at][there])
        line = ndimage.median_filter(line, 5, mode="nearest")
        whole[at] = ndimage.gaussian_filter1d(line, 1.0, mode="nearest")
    return whole, known[..., 0, :]
