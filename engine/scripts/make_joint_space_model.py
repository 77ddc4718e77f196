"""Makes engine/src/jointSpace/edgeModelData.ts out of simulated knees.

Usage: python engine/scripts/make_joint_space_model.py CACHE ATLAS
       [--first 100 --last 779] [--held-out 380 479] [--work FOLDER]

CACHE holds what `python -m knee_synth simulate` wrote, ATLAS the folder of its reference knee
(`--cache` of that command); `knee_synth` (models/training) must be importable. The test knees
(ids 0 to 99) are never used.

1. The true edges: at each place across the joint, femur and tibia of a knee in the pose of its
   film are searched for the two points that are nearest to each other in space, and these are
   projected onto the film. Because of that the tibial edge is that of the plateau's floor, not of
   its anterior or posterior rim.
2. How edges look: a small network (two hidden layers) tells from a vertical profile of 16 mm how
   likely its middle is on the femoral and on the tibial edge; trained by cross-entropy over the
   places of a column.
3. How edges run: mean and principal components of both edges in both compartments, over knees
   that are shifted sideways as a proposed region may be.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage
from scipy.spatial import cKDTree

from knee_synth.data.cache import FILM_PIXEL_MM, FILM_PIXELS, KneeFile, list_knees
from knee_synth.simulate.atlas import Atlas
from knee_synth.simulate.field import surface_points
from knee_synth.simulate.film import View2D
from knee_synth.simulate.knee import AtlasLandmarks, Knee
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.source import load_atlas

TARGET = Path(__file__).parent.parent / "src" / "jointSpace" / "edgeModelData.ts"
#: As jointPatch.ts has them.
STEP_MM, HALF_WIDTH_MM, HALF_HEIGHT_MM, ALONG_MM = 0.4, 48.0, 25.0, 0.9
#: Places across the joint, mm beside its centre, and reach of a profile above and below its middle.
FIRST_MM, LAST_MM = 10, 36
PROFILE_HALF = 20
PLACES = np.arange(FIRST_MM, LAST_MM + 1)
#: True edges are known a little further, so that they can be shifted.
TRUTH_PLACES = np.arange(8, 40)
#: Where the engine looks for the least width.
BEARING_MM = (20, 33)
TARGET_SIGMA_MM = 0.35
FLOOR = 0.15
SHIFT_MM = 2.5
HIDDEN = 32
#: Worn compartments are few: their places, and their knees' shapes, count several times.
NARROW_MM, NARROW_COUNTS = 2.5, 3
EPOCHS = 20
MODES = 20


def film_axes(view: View2D) -> np.ndarray:
    """Rotation from the film's beam, rows and columns to the person's axes (see `film_lattice`)."""
    (ct, cu, cr), (st, su, sr) = (
        f(np.radians([view.tilt, view.turn, view.roll])) for f in (np.cos, np.sin)
    )
    tilt = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    turn = np.array([[cu, 0, su], [0, 1, 0], [-su, 0, cu]])
    roll = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    return turn @ tilt @ roll


def facing(points: np.ndarray, side: str, top: float, bottom: float) -> np.ndarray:
    """Points of a bone (reference mm) that face the other one in a compartment."""
    across = points[:, 2] if side == "M" else -points[:, 2]
    inside = (across > 7) & (across < 37) & (points[:, 0] > -26) & (points[:, 0] < 22)
    return points[inside & (points[:, 1] > top) & (points[:, 1] < bottom)]


class TrueEdges:
    """Projects the nearest points of femur and tibia onto the film."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._landmarks = AtlasLandmarks.of(atlas)
        femur, tibia = (surface_points(atlas.fields[bone], 1) for bone in ("femur", "tibia"))
        self._femur = {s: facing(femur, s, -34, 14) for s in "ML"}
        self._tibia = {s: facing(tibia, s, -8, 14) for s in "ML"}

    def of(self, file: KneeFile) -> np.ndarray:
        """Heights (mm below the joint centre): medial and lateral, femur and tibia, places."""
        view = View2D(**file.meta["film_view"])
        knee = Knee(self._atlas, self._landmarks, draw_person(file.meta["seed"]))
        pose, _ = knee.pose(view.flexion)
        axes = film_axes(view)

        def placed(points: np.ndarray) -> np.ndarray:
            return knee.deformation.from_reference(
                torch.from_numpy(points.astype(np.float32))
            ).numpy()

        def on_film(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            along = points @ axes
            spread = (1 + along[:, 0] / view.distance) / view.scale
            return np.abs(along[:, 2] / spread), along[:, 1] / spread

        edges = np.full((2, 2, len(TRUTH_PLACES)), np.nan)
        for index, side in enumerate("ML"):
            femur = pose.forward(placed(self._femur[side]))
            worn = knee.lesions.worn_mm(side, self._tibia[side])[:, None] * np.array([[0.0, 1, 0]])
            tibia = placed(self._tibia[side] + worn)
            distance, nearest = cKDTree(tibia).query(femur)
            (femur_x, femur_y), (tibia_x, tibia_y) = on_film(femur), on_film(tibia[nearest])
            for place, mm in enumerate(TRUTH_PLACES):
                near = np.flatnonzero(np.abs((femur_x + tibia_x) / 2 - mm) < 0.6)
                if len(near) > 3:
                    best = near[distance[near].argmin()]
                    edges[index, :, place] = femur_y[best], tibia_y[best]
        return edges


def smoothed(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges without gaps and single outliers, and where they were known."""
    known = np.isfinite(edges).all(axis=-2, keepdims=True)
    place = np.arange(edges.shape[-1])
    whole = edges.copy()
    for at in np.ndindex(edges.shape[:-1]):
        ok = known[*at[:-1], 0]
        line = np.interp(place, place[ok], edges[at][ok])
        line = ndimage.median_filter(line, 5, mode="nearest")
        whole[at] = ndimage.gaussian_filter1d(line, 1.0, mode="nearest")
    return whole, known[..., 0, :]


def joint_patch(film: np.ndarray) -> np.ndarray:
    """The film around its middle, on the grid of jointPatch.ts, smoothed along the joint line."""
    rows, columns = (int(2 * half / STEP_MM) for half in (HALF_HEIGHT_MM, HALF_WIDTH_MM))
    y = ((np.arange(rows) + 0.5) * STEP_MM - HALF_HEIGHT_MM) / FILM_PIXEL_MM
    x = ((np.arange(columns) + 0.5) * STEP_MM - HALF_WIDTH_MM) / FILM_PIXEL_MM
    middle = (FILM_PIXELS - 1) / 2
    grid = np.meshgrid(y + middle, x + middle, indexing="ij")
    patch = ndimage.map_coordinates(film.astype(np.float32), grid, order=1, mode="nearest")
    return ndimage.gaussian_filter1d(patch, ALONG_MM / STEP_MM, axis=1, mode="nearest")


def columns_of(patches: np.ndarray, shift_mm: np.ndarray) -> np.ndarray:
    """Columns (knees, compartments, places, rows) at the places around a shifted centre."""
    signed = PLACES[None, None] * np.array([1, -1])[None, :, None] + shift_mm[:, None, None]
    at = (signed + HALF_WIDTH_MM) / STEP_MM - 0.5
    left = np.floor(at).astype(int)
    part = (at - left)[..., None]
    knee = np.arange(len(patches))[:, None, None]
    lines = patches.transpose(0, 2, 1)
    return lines[knee, left] * (1 - part) + lines[knee, left + 1] * part


def profiles(columns: np.ndarray) -> np.ndarray:
    """Profiles around every row that has a whole one, less their mean, over their spread."""
    windows = np.lib.stride_tricks.sliding_window_view(columns, 2 * PROFILE_HALF + 1, axis=-1)
    floor = FLOOR * columns.reshape(len(columns), -1).std(1)[:, None, None, None, None]
    mean, spread = windows.mean(-1, keepdims=True), windows.std(-1, keepdims=True)
    return ((windows - mean) / (spread + floor)).astype(np.float32)


def shifted(edges: np.ndarray, shift_mm: np.ndarray) -> np.ndarray:
    """Edges (knees, compartments, ..., truth places) at the places around a shifted centre."""
    out = np.empty((*edges.shape[:-1], len(PLACES)), edges.dtype)
    for knee, compartment in np.ndindex(edges.shape[:2]):
        places = PLACES + (shift_mm[knee] if compartment == 0 else -shift_mm[knee])
        for at in np.ndindex(edges.shape[2:-1]):
            whole = (knee, compartment, *at)
            out[whole] = np.interp(places, TRUTH_PLACES, edges[whole])
    return out


def place_inputs() -> np.ndarray:
    """Two inputs besides the profile (compartments, places, 2): the place, and the compartment."""
    middle = (FIRST_MM + LAST_MM) / 2
    place = (PLACES - middle) / (LAST_MM - middle)
    return np.stack(np.broadcast_arrays(place[None], np.array([[1.0], [-1.0]])), -1).astype(
        np.float32
    )


def train(patches: np.ndarray, edges: np.ndarray, known: np.ndarray) -> torch.nn.Sequential:
    """The network that scores places of a column; `edges` (knees, 2, 2, truth places) in mm."""
    rng = np.random.default_rng(1)
    torch.manual_seed(1)
    size = 2 * PROFILE_HALF + 1
    net = torch.nn.Sequential(
        torch.nn.Linear(size + 2, HIDDEN), torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 2),
    )  # fmt: skip
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-3)
    batch, share = 256, 0.5
    counted = np.where(edges[:, :, 1] - edges[:, :, 0] < NARROW_MM, NARROW_COUNTS, 1)
    steps = EPOCHS * (int(1.1 * counted.sum() * share * len(PLACES) / known.shape[-1]) // batch + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=steps + EPOCHS)
    rows = patches.shape[1]
    height = ((np.arange(rows) + 0.5) * STEP_MM - HALF_HEIGHT_MM)[
        PROFILE_HALF : rows - PROFILE_HALF
    ]
    beside = np.broadcast_to(place_inputs()[None], (len(patches), 2, len(PLACES), 2)).reshape(-1, 2)
    for epoch in range(EPOCHS):
        shift = np.clip(rng.normal(0, SHIFT_MM, len(patches)), -6, 6)
        lines = columns_of(patches, shift)
        lines = lines + rng.uniform(0, 0.02) * lines.std() * rng.standard_normal(
            lines.shape, dtype=np.float32
        )
        seen = profiles(lines).reshape(-1, len(height), size)
        truth = shifted(edges, shift).transpose(0, 1, 3, 2).reshape(-1, 2)
        inside = (np.abs(truth) < height[-1]).all(1)
        usable = np.flatnonzero((shifted(known.astype(float), shift).reshape(-1) > 0.99) & inside)
        usable = rng.permutation(usable)[: int(share * len(usable))]
        narrow = truth[usable, 1] - truth[usable, 0] < NARROW_MM
        usable = rng.permutation(np.repeat(usable, np.where(narrow, NARROW_COUNTS, 1)))
        losses = []
        for start in range(0, len(usable) - batch, batch):
            chosen = usable[start : start + batch]
            own = np.broadcast_to(beside[chosen][:, None], (len(chosen), len(height), 2))
            score = net(torch.from_numpy(np.concatenate([seen[chosen], own], -1)))
            near = np.exp(
                -0.5 * ((height[:, None] - truth[chosen][:, None]) / TARGET_SIGMA_MM) ** 2
            )
            wanted = torch.from_numpy((near / near.sum(1, keepdims=True)).astype(np.float32))
            loss = -(wanted * torch.log_softmax(score, 1)).sum((1, 2)).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch}: cross-entropy {np.mean(losses):.3f}", flush=True)
    return net


def shape(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean (108,) and principal components (modes, 108), each as long as its standard deviation."""
    rng = np.random.default_rng(2)
    bearing = np.abs(TRUTH_PLACES - np.mean(BEARING_MM)) <= np.ptp(BEARING_MM) / 2
    least = (edges[:, :, 1] - edges[:, :, 0])[..., bearing].min((1, 2))
    edges = np.repeat(edges, np.where(least < NARROW_MM, NARROW_COUNTS, 1), axis=0)
    many = np.concatenate(
        [shifted(edges, np.clip(rng.normal(0, SHIFT_MM, len(edges)), -6, 6)) for _ in range(4)]
    ).reshape(4 * len(edges), -1)
    mean = many.mean(0)
    _, spread, modes = np.linalg.svd(many - mean, full_matrices=False)
    return mean, (modes * spread[:, None] / np.sqrt(len(many)))[:MODES]


def packed(values: np.ndarray) -> str:
    """float32, little endian, as base64."""
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()


def write(net: torch.nn.Sequential, mean: np.ndarray, modes: np.ndarray) -> None:
    """Writes the data file of the engine."""
    weights = [p.detach().numpy() for p in net.parameters()]
    texts = {
        "NETWORK": packed(np.concatenate([w.reshape(-1) for w in weights])),
        "MEAN_EDGES": packed(mean),
        "EDGE_MODES": packed(modes),
    }
    lines = [
        "// Made by engine/scripts/make_joint_space_model.py; float32 as base64.",
        f"export const PROFILE_HALF = {PROFILE_HALF};",
        f"export const FIRST_PLACE_MM = {FIRST_MM};",
        f"export const PLACES = {len(PLACES)};",
        f"export const HIDDEN = {HIDDEN};",
        f"export const MODES = {MODES};",
        f"export const SPREAD_FLOOR = {FLOOR};",
        *(f"export const {name} =\n  '{text}';" for name, text in texts.items()),
    ]
    TARGET.write_text("\n".join(lines) + "\n")


def main() -> None:
    """Makes the data file; true edges are kept in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("atlas", type=Path)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--last", type=int, default=779)
    parser.add_argument("--held-out", type=int, nargs=2, default=(380, 479), metavar="ID")
    parser.add_argument("--work", type=Path, default=Path("joint-space-work"))
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    arguments.work.mkdir(parents=True, exist_ok=True)
    knees = [
        knee
        for knee in list_knees(arguments.cache, ("train", "val"))
        if arguments.first <= knee.knee_id <= arguments.last
        and not arguments.held_out[0] <= knee.knee_id <= arguments.held_out[1]
    ]
    kept = arguments.work / "true_edges.npz"
    edges = dict(np.load(kept)) if kept.exists() else {}
    missing = [knee for knee in knees if str(knee.knee_id) not in edges]
    if missing:
        search = TrueEdges(load_atlas("anatomy", None, arguments.atlas))
        for knee in missing:
            edges[str(knee.knee_id)] = search.of(knee)
        np.savez(kept, **edges)
    whole, known = smoothed(np.stack([edges[str(knee.knee_id)] for knee in knees]))
    patches = np.stack([joint_patch(knee.load("film")) for knee in knees])
    net = train(patches, whole, known)
    write(net, *shape(whole))
    print(json.dumps({"knees": len(knees)}))


if __name__ == "__main__":
    main()
