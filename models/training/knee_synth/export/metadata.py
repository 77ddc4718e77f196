"""The bundle's configs/metadata.json."""

from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from knee_synth.diffusion import Restart
from knee_synth.diffusion.noise import NOISE_CORRELATION_MM, NOISE_SCALE
from knee_synth.diffusion.schedule import (
    TIME_EMBEDDING_DIM,
    TIME_EMBEDDING_MAX_PERIOD,
    TRAIN_TIMESTEPS,
)
from knee_synth.export.data_formats import data_formats, grader_data_format
from knee_synth.export.signatures import GRADER
from knee_synth.geometry import (
    DEPTH_SCALE_MM,
    LATENT_PIXELS,
    RADIOGRAPH_PIXELS,
    REGION_MM,
    SLICE_PIXEL_MM,
    SLICE_PIXELS,
    SLICE_SPACING_MM,
    VOLUME_SLICES,
)
from knee_synth.readings import READING_CODE_LENGTH, READINGS, reading_schema

SCHEMA_VERSION = 1
_PACKAGES = ("onnx", "onnxruntime", "scipy", "pillow")

DATA_SOURCE = (
    "Simulated knees only; no patient images. Anatomy: knee label map and five femora of "
    "gattia/pymskt (MIT); Visible Human leg models of Andreassen et al., Scientific Data 2022, "
    "doi 10.1038/s41597-022-01905-2 (CC BY 4.0); a healthy and an osteoarthritic knee of "
    "opensim-jam-org/jam-resources (Apache-2.0)."
)
INTENDED_USE = (
    "Research and demonstration of radiograph-conditioned MRI synthesis. Not for diagnosis: the "
    "volume is an invention that agrees with the radiograph, not an acquisition."
)
REFERENCES = [
    "Wang et al. Feasibility Study of a Diffusion-Based Model for Cross-Modal Generation of Knee "
    "MRI from X-ray: Integrating Radiographic Feature Information. arXiv 2410.06997",
    "Rombach et al. High-Resolution Image Synthesis with Latent Diffusion Models. arXiv 2112.10752",
    "Lu et al. DPM-Solver++. arXiv 2211.01095",
    "Andreassen et al. Three Dimensional Lower Extremity Musculoskeletal Geometry of the Visible "
    "Human Female and Male. Scientific Data 2022. doi 10.1038/s41597-022-01905-2",
]


@dataclass(frozen=True)
class BundleDescription:
    """What differs from one bundle to the next.

    `agreement` is the grader's on knees that no training saw, where the bundle has a grader.
    """

    name: str
    version: str
    description: str
    changelog: dict[str, str]
    eval_metrics: dict[str, Any]
    latent_channels: int
    features: int
    latent_scale: float = 1.0
    correlation_mm: float = NOISE_CORRELATION_MM
    noise_scale: float = NOISE_SCALE
    restart: Restart | None = None
    data_source: str = DATA_SOURCE
    intended_use: str = INTENDED_USE
    agreement: dict[str, Any] | None = None
    presets: dict[str, int] = field(default_factory=lambda: {"draft": 2, "standard": 4, "fine": 16})


def bundle_metadata(
    description: BundleDescription, files: dict[str, dict[str, Any]], golden: dict[str, Any]
) -> dict[str, Any]:
    """The whole metadata.

    Args:
        files: `{file, sha256, bytes}` of every network by name.
        golden: the same of the golden outputs, and what computed them.
    """
    return {
        "version": description.version,
        "changelog": description.changelog,
        "monai_version": version("monai"),
        "pytorch_version": version("torch").split("+")[0],
        "numpy_version": version("numpy"),
        "required_packages_version": {name: version(name) for name in _PACKAGES},
        "name": description.name,
        "task": "Synthesis of a coronal knee MRI volume from one PA knee radiograph",
        "description": description.description,
        "authors": "X-ray to MRI for OHIF contributors",
        "copyright": "Copyright (c) X-ray to MRI for OHIF contributors",
        "data_source": description.data_source,
        "data_type": "ONNX graphs",
        "image_classes": "PA knee radiograph, 140 mm around the joint centre, right side",
        "label_classes": "none: readings are inputs, see xray_to_mri.readings",
        "pred_classes": "coronal DESS-like slice, 256 x 256 over 140 mm",
        "eval_metrics": description.eval_metrics,
        "intended_use": description.intended_use,
        "references": REFERENCES,
        **data_formats(description.latent_channels, description.features),
        **(grader_data_format() if GRADER in files else {}),
        "xray_to_mri": _sampling_section(description, files, golden),
    }


def _sampling_section(
    description: BundleDescription, files: dict[str, dict[str, Any]], golden: dict[str, Any]
) -> dict[str, Any]:
    networks = {name: record for name, record in files.items() if name != GRADER}
    return {
        "schema_version": SCHEMA_VERSION,
        "latent": {
            "channels": description.latent_channels,
            "height": LATENT_PIXELS,
            "width": LATENT_PIXELS,
            "scale": description.latent_scale,
        },
        "schedule": {
            "type": "cosine",
            "train_timesteps": TRAIN_TIMESTEPS,
            "zero_terminal_snr": True,
            "prediction": "v",
            "spacing": "trailing",
        },
        "time_embedding": {
            "dim": TIME_EMBEDDING_DIM,
            "max_period": TIME_EMBEDDING_MAX_PERIOD,
            "order": "cos-sin",
        },
        "noise": {
            "generator": "philox4x32-10-box-muller",
            "correlation_mm": description.correlation_mm,
            "scale": description.noise_scale,
        },
        **({"restart": asdict(description.restart)} if description.restart else {}),
        "volume": {
            "rows": SLICE_PIXELS,
            "columns": SLICE_PIXELS,
            "pixel_mm": SLICE_PIXEL_MM,
            "slices": VOLUME_SLICES,
            "spacing_mm": SLICE_SPACING_MM,
            "depth_range_mm": [-DEPTH_SCALE_MM, DEPTH_SCALE_MM],
            "depth_scale_mm": DEPTH_SCALE_MM,
            "canonical_side": "R",
        },
        "intensity": {
            "network_range": [0, 1],
            "stored_bits": 12,
            "window_center": 1638,
            "window_width": 3276,
        },
        "radiograph": {
            "rows": RADIOGRAPH_PIXELS,
            "columns": RADIOGRAPH_PIXELS,
            "region_mm": REGION_MM,
            "channels": ["grey", "mask"],
            "percentiles": [1, 99],
            "range": [-1, 1],
            "features_channels": description.features,
        },
        "readings": {
            "encoding": "one-hot-with-not-read",
            "length": READING_CODE_LENGTH,
            "variables": reading_schema(),
        },
        "defaults": {
            "solver": "dpmsolver++2m",
            "steps": description.presets["standard"],
            "guidance": 1.0,
            "presets": description.presets,
        },
        "networks": networks,
        **_grader_section(description, files),
        "golden": golden,
    }


def _grader_section(
    description: BundleDescription, files: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    if GRADER not in files:
        return {}
    if description.agreement is None:
        raise ValueError("a bundle with a grader says how far it agrees with readers")
    variables = [reading.name for reading in READINGS]
    return {GRADER: {**files[GRADER], "variables": variables, "agreement": description.agreement}}
