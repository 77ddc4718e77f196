"""Projected PA fixed-flexion radiograph of a simulated knee.

Beer-Lambert along diverging rays through the knee in the film's own pose; attenuation
coefficients come from the
Elam/Chantler tables of the xraydb package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import xraydb
from scipy import ndimage

from .knee import Knee, View, coverage
from .mri import CYST_RIM_MM, chalk_in_cartilage, cortex_mm
from .sampling import Lattice, coarse_axis

#: Film grid for training: 320 x 320 pixels over 200 mm, centred on the joint centre.
FILM_PIXELS = 320
FILM_MM = 200.0

RAY_STEP_MM = 2.0
RAY_SAMPLES = 113
SAMPLE_MM = 0.8
#: Steps of the coarse lattice along the beam, the rows and the columns: as fine as shapes differ.
LATTICE_STRIDE = (8, 4, 4)


#: Atoms and density (g/cm3) of the tissues; compositions rounded from ICRU report 44.
MATERIALS = {
    "fat": ("H11.4C59.8N0.7O27.8", 0.95),
    "soft": ("H10.2C14.3N3.4O71.0", 1.05),
    "cortical": ("H3.4C15.5N4.2O43.5P10.3Ca22.5", 1.92),
    "trabecular": ("H8.5C40.4N2.8O36.7P3.4Ca7.4", 1.14),
}


@dataclass(frozen=True)
class View2D:
    """How the film was taken: angles in degrees, `distance` from source to joint in mm."""

    flexion: float
    tilt: float
    turn: float
    roll: float
    scale: float
    distance: float
    energy_kev: float


def draw_view(rng: np.random.Generator) -> View2D:
    """A PA fixed-flexion view as clinics take it: not the same for any two knees.

    `tilt` is the beam's angle to the tibial plateau's normal plane, `scale` what is left of the
    magnification
    after calibration, `roll` the turn within the picture.
    """
    return View2D(
        flexion=float(np.clip(rng.normal(22, 7), 0, 35)),
        tilt=float(np.clip(rng.normal(3.0, 3.0), -5, 11)),
        turn=float(np.clip(rng.normal(0, 4), -9, 9)),
        roll=float(np.clip(rng.normal(0, 2.8), -8, 8)),
        scale=float(np.clip(rng.normal(1.0, 0.006), 0.98, 1.02)),
        distance=float(rng.uniform(1000, 1800)),
        energy_kev=float(rng.uniform(44, 72)),
    )


@dataclass(frozen=True)
class FilmFrame:
    """Samples of the projection around the joint centre; counts are 1 + a multiple of 28."""

    rows: int
    columns: int

    @property
    def top(self) -> float:
        """Height (mm, inferior) of the first row of samples."""
        return -SAMPLE_MM * (self.rows - 1) / 2

    @property
    def left(self) -> float:
        """Place (mm, left) of the first column of samples."""
        return -SAMPLE_MM * (self.columns - 1) / 2

    def pixels(self, pixel_mm: float) -> tuple[int, int]:
        """Rows and columns of pixels that the samples cover."""
        return tuple(int((n - 1) * SAMPLE_MM / pixel_mm + 1e-6) for n in (self.rows, self.columns))


#: 201.6 mm square, for the 200 mm of the training film.
TRAINING_FRAME = FilmFrame(253, 253)


@lru_cache(maxsize=64)
def attenuation_per_mm(material: str, energy_kev: float) -> float:
    """Linear attenuation coefficient, 1/mm."""
    composition, density = MATERIALS[material]
    weights = _mass_fractions(composition)
    total = sum(w * xraydb.mu_elam(e, energy_kev * 1000) for e, w in weights.items())
    return float(total) * density / 10


def _mass_fractions(text: str) -> dict[str, float]:
    pairs = re.findall(r"([A-Z][a-z]?)([\d.]+)", text)
    total = sum(float(w) for _, w in pairs)
    return {e: float(w) / total for e, w in pairs}


def film_lattice(view: View2D, frame: FilmFrame, coarsening: int = 1) -> Lattice:
    """Person points along the rays: axis 0 along the beam, rows and columns those of the film at
    the joint.

    `coarsening` 2 samples at twice the distances, for tissue without fine detail.
    """
    pixel, step = SAMPLE_MM * coarsening, RAY_STEP_MM * coarsening
    strides = tuple(s // coarsening for s in LATTICE_STRIDE)
    a = coarse_axis(
        (RAY_SAMPLES - 1) // coarsening + 1, strides[0], -RAY_STEP_MM * (RAY_SAMPLES - 1) / 2, step
    )
    r = coarse_axis((frame.rows - 1) // coarsening + 1, strides[1], frame.top, pixel)
    c = coarse_axis((frame.columns - 1) // coarsening + 1, strides[2], frame.left, pixel)
    depth, row, col = np.meshgrid(a, r, c, indexing="ij")
    # Rays converge on the source behind the knee (posterior, PA view); the joint's plane keeps
    # its size.
    spread = (1 + depth / view.distance) / view.scale
    points = np.stack([depth, row * spread, col * spread], -1)
    ct, st = np.cos(np.radians(view.tilt)), np.sin(np.radians(view.tilt))
    cu, su = np.cos(np.radians(view.turn)), np.sin(np.radians(view.turn))
    cr, sr = np.cos(np.radians(view.roll)), np.sin(np.radians(view.roll))
    tilt = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    turn = np.array([[cu, 0, su], [0, 1, 0], [-su, 0, cu]])
    roll = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    points = points @ (turn @ tilt @ roll).T
    return Lattice(torch.from_numpy(points.astype(np.float32)), strides)


def project(
    knee: Knee,
    view: View2D,
    rng: np.random.Generator,
    frame: FilmFrame = TRAINING_FRAME,
    pixel_mm: float = FILM_MM / FILM_PIXELS,
) -> np.ndarray:
    """Line integrals of attenuation, float32, on square pixels of `pixel_mm` centred on the frame.

    Soft tissue is summed on a coarser lattice; bone, which has the edges, on the fine one.
    """
    mu = {m: attenuation_per_mm(m, round(view.energy_kev)) for m in MATERIALS}
    posed = knee.pose(view.flexion)
    soft = _soft_tissue(knee.view(film_lattice(view, frame, 2), posed), mu)
    fine = torch.nn.functional.interpolate(
        soft[None, None], size=(frame.rows, frame.columns), mode="bicubic", align_corners=True
    )
    bone, spongy = _bone(knee.view(film_lattice(view, frame), posed), mu, rng.uniform(0.8, 1.15))
    integral = (fine[0, 0] + bone).numpy() * (1 + _trabeculae(spongy.numpy(), rng))
    rows, columns = (
        frame.pixels(pixel_mm) if frame != TRAINING_FRAME else (FILM_PIXELS, FILM_PIXELS)
    )
    centre = [(frame.rows - 1) / 2, (frame.columns - 1) / 2]
    at = [
        (np.arange(n) - (n - 1) / 2) * pixel_mm / SAMPLE_MM + m
        for n, m in zip((rows, columns), centre, strict=True)
    ]
    return ndimage.map_coordinates(
        integral, np.meshgrid(*at, indexing="ij"), order=3, mode="nearest"
    ).astype(np.float32)


def _soft_tissue(sight: View, mu: dict[str, float]) -> torch.Tensor:
    """Line integrals of a leg whose bones are soft tissue."""
    knee = sight.knee
    leg = sight.everywhere("leg")
    volume = coverage(leg - knee.person.fat_mm, 3.0) * mu["fat"]
    muscle = torch.maximum(sight.everywhere("muscle") - knee.person.muscle_mm - 0.8, leg + 0.5)
    solid = torch.minimum(muscle, sight.everywhere("patella"))
    femur, tibia = sight.everywhere("femur_united"), sight.everywhere("tibia_united")
    # Capsule, menisci and ligaments: what lies between femur and tibia is neither muscle nor fat.
    between = torch.maximum(femur, tibia) - 5.0
    solid = torch.minimum(torch.minimum(solid, between), torch.minimum(femur, tibia) - 0.6)
    volume += coverage(solid, 3.0) * (mu["soft"] - mu["fat"])
    return volume.sum(0) * (2 * RAY_STEP_MM)


def _bone(sight: View, mu: dict[str, float], density: float) -> tuple[torch.Tensor, torch.Tensor]:
    """What bone adds to the soft tissue's line integrals, and the path (mm) in spongy bone."""
    knee = sight.knee
    total = torch.zeros(sight.shape[1:])
    spongy = torch.zeros(sight.shape[1:])
    for bone in ("femur", "tibia", "patella", "fibula"):
        found = sight.structure(bone)
        if found is None:
            continue
        marrow = mu["fat"] + (mu["trabecular"] - mu["fat"]) * density * _trabecular_share(
            bone, found.points
        )
        if bone in ("femur", "tibia"):
            letter = bone[0].upper()
            sclerosis = knee.lesions.sclerosis_at(letter, found.points)
            if sclerosis is not None:
                marrow = marrow + mu["cortical"] * 0.32 * sclerosis
            cyst = knee.lesions.cyst_at(letter, found.points, on_film=True)
            if cyst is not None:
                distance = cyst * knee.scale
                rim = torch.tensor(mu["cortical"] * 0.6)
                marrow = torch.lerp(marrow, rim, coverage(distance - CYST_RIM_MM, 1.0))
                marrow = torch.lerp(marrow, torch.tensor(mu["soft"] * 0.2), coverage(distance, 1.0))
        outer = coverage(found.distance, 1.2)
        inner = coverage(found.distance + cortex_mm(bone, found), 1.4)
        material = mu["cortical"] * density * (1 - inner) + inner * marrow
        total[found.box[1:]] += (outer * (material - mu["soft"])).sum(0) * RAY_STEP_MM
        spongy[found.box[1:]] += inner.sum(0) * RAY_STEP_MM
    for side, name in (("M", "meniscus_medial"), ("L", "meniscus_lateral")):
        found = sight.structure(name) if knee.lesions.calcified[side] else None
        if found is not None:
            chalk = coverage(found.distance + 0.6, 1.0) * mu["cortical"] * 0.35
            total[found.box[1:]] += chalk.sum(0) * RAY_STEP_MM
    if any(knee.lesions.calcified.values()):
        for bone in ("femur", "tibia"):
            found = sight.structure(f"{bone}_united")
            chalk = chalk_in_cartilage(bone, found, knee) if found is not None else None
            if chalk is not None:
                total[found.box[1:]] += chalk.sum(0) * (RAY_STEP_MM * mu["cortical"] * 0.3)
    return total, spongy


def _trabecular_share(bone: str, points: torch.Tensor) -> torch.Tensor | float:
    """Trabecular bone's share of the marrow space: dense near the joint, little in the shaft."""
    if bone == "patella":
        return 1.1
    far = ((points[..., 1].abs() - 12.0) / 60.0).clamp(0.0, 1.0)
    return 1.15 * (1 - far) + 0.05


def _trabeculae(bone_path: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Relative ripple of the line integral where rays pass spongy bone."""
    noise = rng.standard_normal(bone_path.shape, dtype=np.float32)
    upright = ndimage.gaussian_filter(noise, (2.4, 0.65))
    noise = rng.standard_normal(bone_path.shape, dtype=np.float32)
    mesh = ndimage.gaussian_filter(noise, rng.uniform(0.6, 0.9))
    ripple = upright / upright.std() + 0.7 * mesh / mesh.std()
    return rng.uniform(0.008, 0.024) * ripple * np.clip(bone_path / 40.0, 0, 1.2)
