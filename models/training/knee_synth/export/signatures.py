"""The contract's names and shapes of the exported networks."""

from knee_synth.diffusion.schedule import TIME_EMBEDDING_DIM
from knee_synth.export.onnx_graphs import GraphSignature
from knee_synth.geometry import LATENT_PIXELS, RADIOGRAPH_PIXELS
from knee_synth.readings import READING_CODE_LENGTH

NETWORK_FILES = {
    "xray_encoder": "models/xray_encoder.onnx",
    "denoiser": "models/denoiser.onnx",
    "decoder": "models/decoder.onnx",
}
#: A bundle may do without this one: it suggests readings and has no part in the synthesis.
GRADER = "grader"
GRADER_FILE = "models/grader.onnx"
GRADER_SIGNATURE = GraphSignature(
    {"radiograph": (2, RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS)}, "grades"
)


def file_of(name: str) -> str:
    """The file of a network in a bundle."""
    return GRADER_FILE if name == GRADER else NETWORK_FILES[name]


def network_signatures(latent_channels: int, features: int) -> dict[str, GraphSignature]:
    """Signatures by network name, inputs in the contract's order."""
    latent = (latent_channels, LATENT_PIXELS, LATENT_PIXELS)
    feature_map = (features, LATENT_PIXELS, LATENT_PIXELS)
    return {
        "xray_encoder": GraphSignature(
            {"radiograph": (2, RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS)}, "radiograph_features"
        ),
        "denoiser": GraphSignature(
            {
                "noisy_latent": latent,
                "time_embedding": (TIME_EMBEDDING_DIM,),
                "radiograph_features": feature_map,
                "depth": (1,),
                "readings": (READING_CODE_LENGTH,),
            },
            "prediction",
        ),
        "decoder": GraphSignature({"latent": latent}, "slices"),
    }
