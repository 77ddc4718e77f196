"""Projected PA fixed-flexion radiograph of a simulated knee.

Beer-Lambert along diverging rays through the knee in the film's own pose; attenuation coefficients come from the
Elam/Chantler tables of the xraydb package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import xraydb
from scipy import ndimage

from .knee import Knee, View, coverage
from .mri import cortex_mm
from .sampling import Lattice, coarse_axis

#: Film grid for training: 320 x 320 pixels over 200 mm, centred on the joint centre.
FILM_PIXELS = 320
FILM_MM = 200.0

RAY_STEP_MM = 2.0
RAY_SAMPLES = 106
RAY_STRIDE = 15
SAMPLE_MM = 0.8
SAMPLES = 256

#: Atoms and density (g/cm3) of the tissues; compositions rounded from ICRU report 44.
MATERIALS = {
    'fat': ('H11.4C59.8N0.7O27.8', 0.95),
    'soft': ('H10.2C14.3N3.4O71.0', 1.05),
    'cortical': ('H3.4C15.5N4.2O43.5P10.3Ca22.5', 1.92),
    'trabecular': ('H8.5C40.4N2.8O36.7P3.4Ca7.4', 1.14),
}


@dataclass(frozen=True)
class View2D:
    """How the film was taken: angles in degrees, `distance` source to film and `gap` knee to film in mm."""

    flexion: float
    tilt: float
    turn: float
    roll: float
    scale: float
    distance: float
    energy_kev: float


def draw_view(rng: np.random.Generator) -> View2D:
    """A PA fixed-flexion view as clinics take it: not the same for any two knees.

    `tilt` is the beam's angle to the tibial plateau's normal plane, `scale` what is left of the magnification
    after calibration, `roll` the turn within the picture.
    """
    return View2D(
        flexion=float(np.clip(rng.normal(22, 7), 0, 35)),
        tilt=float(np.clip(rng.normal(4.0, 3.5), -6, 13)),
        turn=float(np.clip(rng.normal(0, 4), -9, 9)),
        roll=float(np.clip(rng.normal(0, 2.2), -6, 6)),
        scale=float(np.clip(rng.normal(1.0, 0.025), 0.94, 1.06)),
        distance=float(rng.uniform(1000, 1800)),
        energy_kev=float(rng.uniform(46, 66)),
    )


@lru_cache(maxsize=64)
def attenuation_per_mm(material: str, energy_kev: float) -> float:
    """Linear attenuation coefficient, 1/mm."""
    composition, density = MATERIALS[material]
    weights = _mass_fractions(composition)
    total = sum(w * xraydb.mu_elam(e, energy_kev * 1000) for e, w in weights.items())
    return float(total) * density / 10


def _mass_fractions(text: str) -> dict[str, float]:
    import re

    pairs = re.findall(r'([A-Z][a-z]?)([\d.]+)', text)
    total = sum(float(w) for _, w in pairs)
    return {e: float(w) / total for e, w in pairs}


def film_lattice(view: View2D) -> Lattice:
    """Person points along the rays: axis 0 along the beam, rows and columns those of the film at the joint."""
    a = coarse_axis(RAY_SAMPLES, RAY_STRIDE, -RAY_STEP_MM * (RAY_SAMPLES - 1) / 2, RAY_STEP_MM)
    r = coarse_axis(SAMPLES, 15, -SAMPLE_MM * (SAMPLES - 1) / 2, SAMPLE_MM)
    depth, row, col = np.meshgrid(a, r, r, indexing='ij')
    # Rays converge on the source behind the knee (posterior, PA view); the joint's plane keeps its size.
    spread = (1 + depth / view.distance) / view.scale
    points = np.stack([depth, row * spread, col * spread], -1)
    ct, st = np.cos(np.radians(view.tilt)), np.sin(np.radians(view.tilt))
    cu, su = np.cos(np.radians(view.turn)), np.sin(np.radians(view.turn))
    cr, sr = np.cos(np.radians(view.roll)), np.sin(np.radians(view.roll))
    tilt = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    turn = np.array([[cu, 0, su], [0, 1, 0], [-su, 0, cu]])
    roll = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    points = points @ (turn @ tilt @ roll).T
    return Lattice(torch.from_numpy(points.astype(np.float32)), (RAY_STRIDE, 15, 15))


def project(knee: Knee, view: View2D, rng: np.random.Generator) -> np.ndarray:
    """Line integrals of attenuation, float32 (320, 320), on the training film's grid."""
    sight = knee.view(film_lattice(view), view.flexion)
    mu = {m: attenuation_per_mm(m, round(view.energy_kev)) for m in MATERIALS}
    leg = sight.everywhere('leg')
    volume = coverage(leg - knee.person.fat_mm, 2.0) * mu['fat']
    muscle = torch.maximum(sight.everywhere('muscle') - knee.person.muscle_mm - 0.8, leg + 0.5)
    volume += coverage(torch.minimum(muscle, _capsule(sight)), 2.0) * (mu['soft'] - mu['fat'])
    density = rng.uniform(0.8, 1.15)
    bone_path = torch.zeros(sight.shape[1:])
    for bone in ('femur', 'tibia', 'patella', 'fibula'):
        found = sight.structure(bone)
        if found is None:
            continue
        marrow = mu['fat'] + (mu['trabecular'] - mu['fat']) * density * _trabecular_share(bone, found.points)
        if bone in ('femur', 'tibia'):
            letter = bone[0].upper()
            marrow = marrow + mu['cortical'] * 0.28 * knee.lesions.sclerosis_at(letter, found.points)
            cyst = knee.lesions.cyst_at(letter, found.points)
            if cyst is not None:
                marrow = torch.lerp(marrow, torch.tensor(mu['soft'] * 0.2), coverage(cyst * knee.scale, 1.0))
        outer = coverage(found.distance, 1.2)
        inner = coverage(found.distance + cortex_mm(bone, found), 1.4)
        material = mu['cortical'] * density + inner * (marrow - mu['cortical'] * density)
        target = volume[found.box]
        target += outer * (material - target)
        bone_path[found.box[1:]] += inner.sum(0) * RAY_STEP_MM
    for side, name in (('M', 'meniscus_medial'), ('L', 'meniscus_lateral')):
        if knee.lesions.calcified[side]:
            found = sight.structure(name)
            if found is not None:
                volume[found.box] += coverage(found.distance + 0.6, 1.0) * mu['cortical'] * 0.35
    integral = (volume.sum(0) * RAY_STEP_MM).numpy()
    integral = integral * (1 + _trabeculae(bone_path.numpy(), rng))
    size = FILM_MM / FILM_PIXELS
    at = (np.arange(FILM_PIXELS) - (FILM_PIXELS - 1) / 2) * size / SAMPLE_MM + (SAMPLES - 1) / 2
    return ndimage.map_coordinates(integral, np.meshgrid(at, at, indexing='ij'), order=3, mode='nearest').astype(np.float32)


def _capsule(sight: View) -> torch.Tensor:
    """Distance to the soft tissue around the joint that is neither muscle nor fat: capsule, menisci, tendons."""
    femur, tibia = sight.everywhere('femur_united'), sight.everywhere('tibia_united')
    between = torch.maximum(femur, tibia) - 5.0
    return torch.minimum(between, torch.minimum(femur, tibia) - 0.6)


def _trabecular_share(bone: str, points: torch.Tensor) -> torch.Tensor | float:
    """Trabecular bone's share of the marrow space: dense near the joint, almost none in the shaft."""
    if bone == 'patella':
        return 1.1
    far = ((points[..., 1].abs() - 12.0) / 60.0).clamp(0.0, 1.0)
    return 1.15 * (1 - far) + 0.05


def _trabeculae(bone_path: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Relative ripple of the line integral where rays pass spongy bone."""
    noise = rng.standard_normal(bone_path.shape)
    upright = ndimage.gaussian_filter(noise, (2.2, 0.7))
    mesh = ndimage.gaussian_filter(rng.standard_normal(bone_path.shape), 0.8)
    ripple = upright / upright.std() + 0.7 * mesh / mesh.std()
    return 0.012 * ripple * np.clip(bone_path / 40.0, 0, 1.2)
