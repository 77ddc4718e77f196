"""MONAI's description of every network's inputs and outputs."""

from typing import Any

from knee_synth.geometry import LATENT_PIXELS, RADIOGRAPH_PIXELS, SLICE_PIXELS
from knee_synth.grader.grades import GRADE_COUNT


def _tensor(
    kind: str,
    channels: int,
    shape: list[int],
    value_range: list[float],
    channel_def: dict[str, str],
    **more: str,
) -> dict[str, Any]:
    return {
        "type": kind,
        **more,
        "num_channels": channels,
        "spatial_shape": shape,
        "dtype": "float32",
        "value_range": value_range,
        "is_patch_data": False,
        "channel_def": channel_def,
    }


def _latent(channels: int) -> dict[str, Any]:
    grid = [LATENT_PIXELS, LATENT_PIXELS]
    return _tensor("latent", channels, grid, [], {"0": "latent"})


def _features(channels: int) -> dict[str, Any]:
    grid = [LATENT_PIXELS, LATENT_PIXELS]
    return _tensor("feature", channels, grid, [], {"0": "radiograph features"})


def _radiograph() -> dict[str, Any]:
    return _tensor(
        "image",
        2,
        [RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS],
        [-1.0, 1.0],
        {"0": "grey, dense bone bright", "1": "mask of pixels with data, 0 or 1"},
        format="projection",
        modality="DX",
    )


def grader_data_format() -> dict[str, Any]:
    """The metadata key `grader_data_format` of the network that suggests readings."""
    grades = {
        "type": "logits",
        "dtype": "float32",
        "is_patch_data": False,
        "num_channels": 1,
        "spatial_shape": [GRADE_COUNT],
        "value_range": [],
        "channel_def": {"0": "logits of every variable's grades, one variable after the other"},
    }
    return {
        "grader_data_format": {
            "inputs": {"radiograph": _radiograph()},
            "outputs": {"grades": grades},
        }
    }


def data_formats(latent_channels: int, features: int) -> dict[str, Any]:
    """The metadata keys `*_data_format` of the three networks of the synthesis."""
    radiograph = _radiograph()
    slices = _tensor(
        "image",
        1,
        [SLICE_PIXELS, SLICE_PIXELS],
        [0.0, 1.0],
        {"0": "synthetic coronal DESS slice, not clipped"},
        format="magnitude",
        modality="MR",
    )
    latent = _latent(latent_channels)
    vector = {"dtype": "float32", "is_patch_data": False, "num_channels": 1}
    return {
        "network_data_format": {
            "inputs": {
                "noisy_latent": latent,
                "time_embedding": {
                    "type": "timestep embedding",
                    **vector,
                    "spatial_shape": [128],
                    "value_range": [-1.0, 1.0],
                    "channel_def": {"0": "64 cosines, then 64 sines"},
                },
                "radiograph_features": _features(features),
                "depth": {
                    "type": "condition",
                    **vector,
                    "spatial_shape": [1],
                    "value_range": [-1.0, 1.0],
                    "channel_def": {"0": "millimetres anterior of the joint centre / 55"},
                },
                "readings": {
                    "type": "condition",
                    **vector,
                    "spatial_shape": [84],
                    "value_range": [0.0, 1.0],
                    "channel_def": {"0": "one-hot grades, each with a place for not read"},
                },
            },
            "outputs": {
                "prediction": {**latent, "channel_def": {"0": "v = alpha noise - sigma latent"}}
            },
        },
        "xray_encoder_data_format": {
            "inputs": {"radiograph": radiograph},
            "outputs": {"radiograph_features": _features(features)},
        },
        "decoder_data_format": {"inputs": {"latent": latent}, "outputs": {"slices": slices}},
    }
