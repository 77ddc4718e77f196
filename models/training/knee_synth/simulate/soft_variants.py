"""Soft tissue between the atlas's two people."""

from __future__ import annotations

import torch

from .field import Field

#: Fields that the atlas has of two people; those of the second have this ending.
VARIED = ("muscle", "septum", "leg")
SECOND = "_second"


def personal_fields(fields: dict[str, Field], share: float) -> dict[str, Field]:
    """The atlas's fields with muscles and outline `share` (0 to 1) of the way to the second person.

    Distances are mixed, so surfaces lie between the two people's. Septa, which would vanish in a
    mixture, are those of the nearer person.
    """
    own = dict(fields)
    for name in VARIED:
        first, second = fields[name], fields[name + SECOND]
        part = float(share > 0.5) if name == "septum" else share
        if part == 0.0 or part == 1.0:
            own[name] = second if part else first
        else:
            own[name] = Field(first.grid, torch.lerp(first.values, second.values, part))
    return own
