"""Coarse tissue classes of a simulated knee, as stored in the cache (uint8)."""

from __future__ import annotations

from enum import IntEnum


class Tissue(IntEnum):
    """Class numbers of the `labels` array."""

    BACKGROUND = 0
    FEMUR = 1
    TIBIA = 2
    PATELLA = 3
    FIBULA = 4
    FEMORAL_CARTILAGE = 5
    TIBIAL_CARTILAGE = 6
    PATELLAR_CARTILAGE = 7
    MENISCUS = 8
    MUSCLE = 9
    FAT = 10
    LIGAMENT = 11
    FLUID = 12
    SKIN = 13
