"""What a bundle's metadata says of the knees that it was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knee_synth.export.metadata import DATA_SOURCE

SIMULATED, OAI = "simulated", "oai"

_DESCRIPTION = (
    "Latent diffusion model that turns one PA knee radiograph, the wanted depths and the "
    "radiographic readings into coronal DESS-like MRI slices."
)
_SIMULATED_ONLY = "Simulated knees only; no patient images."
_OAI_SOURCE = (
    "Osteoarthritis Initiative (OAI, nda.nih.gov/oai): sagittal 3D DESS reformatted to the coronal "
    "plane, and fixed-flexion radiographs. The weights are derived from these data; the terms "
    "under which they were obtained apply."
)


@dataclass(frozen=True)
class TrainingData:
    """Texts for the metadata's `name`, `description` and `data_source`."""

    name: str
    description: str
    data_source: str


def describe_training_data(
    knees: Mapping[str, int], bundles: Sequence[Mapping[str, str]] = ()
) -> TrainingData:
    """Texts for training knees counted by source, and for what the training began with.

    Args:
        knees: number of training knees of each source: `simulated`, `oai`, or the text that the
            cache's own maker gave as `source`.
        bundles: `name`, `version` and `data_source` of those whose weights it began with.
    """
    begun = [f"{bundle['name']}, version {bundle['version']}" for bundle in bundles]
    beginning = f"Begun with the weights of {'; '.join(begun)}." if begun else ""
    others = [b for b in bundles if not b["data_source"].startswith(_SIMULATED_ONLY)]
    if set(knees) <= {SIMULATED} and not others:
        return TrainingData(
            "Knee DESS from radiograph, simulated",
            " ".join(filter(None, (_DESCRIPTION, "Trained on simulated knees only.", beginning))),
            DATA_SOURCE,
        )
    texts = {SIMULATED: DATA_SOURCE.removeprefix(_SIMULATED_ONLY).lstrip()}
    texts[OAI] = _OAI_SOURCE
    kinds = {OAI: "OAI", SIMULATED: "simulated"}
    counted = [f"{n} {kinds.get(name, 'other')} knees" for name, n in sorted(knees.items())]
    title = "OAI" if set(knees) == {OAI} else "own data"
    trained = f"Trained on {', '.join(counted)}." if counted else ""
    sources = [f"{count} knees: {texts.get(name, name)}" for name, count in sorted(knees.items())]
    sources += [
        f"Weights of {name}: {bundle['data_source']}"
        for name, bundle in zip(begun, bundles, strict=True)
    ]
    return TrainingData(
        f"Knee DESS from radiograph, {title}",
        " ".join(filter(None, (_DESCRIPTION, trained, beginning))),
        " ".join(sources),
    )
