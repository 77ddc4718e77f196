"""`python -m knee_synth COMMAND`: data, training, bundle, evaluation."""

import importlib
import sys
from collections.abc import Sequence

_COMMANDS = {
    "simulate": ("knee_synth.simulate.cli", "main", "make simulated knees"),
    "import-oai": ("knee_synth.oai.cli", "main", "bring an OAI download into a cache"),
    "demo-studies": ("knee_synth.demo_studies.cli", "main", "write the demo server's studies"),
    "latents": ("knee_synth.training.cli", "latents_main", "encode the slices of a cache"),
    "train": ("knee_synth.training.cli", "train_main", "train autoencoder, denoiser or segmenter"),
    "average": ("knee_synth.training.average", "main", "average trainings of a denoiser"),
    "export": ("knee_synth.export.cli", "main", "write a bundle, or check one"),
    "unpack": ("knee_synth.export.unpack", "main", "write a bundle as training folders"),
    "evaluate": ("knee_synth.evaluate.cli", "main", "measure a bundle on test knees"),
    "speed": ("knee_synth.speed.cli", "main", "time a bundle in PyTorch, for npm run bench"),
    "card": ("knee_synth.evaluate.card", "main", "write an evaluation into the model card"),
    "joint-space-model": (
        "knee_synth.joint_space.cli",
        "model_main",
        "make the engine's model of bone edges",
    ),
    "joint-space-films": (
        "knee_synth.joint_space.cli",
        "films_main",
        "write films with true joint-space widths",
    ),
    "region-template": (
        "knee_synth.region.make_template",
        "main",
        "make the average knee that the engine looks for",
    ),
    "region-films": (
        "knee_synth.region.make_films",
        "main",
        "write films with true joint centres",
    ),
    "region-likeness": (
        "knee_synth.region.make_likeness",
        "main",
        "make the engine's model of what is a knee",
    ),
    "region-fixtures": (
        "knee_synth.region.write_fixtures",
        "main",
        "keep some films for the engine's tests",
    ),
    "marker-templates": (
        "knee_synth.marker_templates",
        "main",
        "make the engine's templates of side markers",
    ),
}


def usage() -> str:
    """The list of commands."""
    width = max(map(len, _COMMANDS))
    lines = [f"  {name:<{width}} {text}" for name, (_, _, text) in _COMMANDS.items()]
    return "\n".join(["usage: python -m knee_synth COMMAND [--help]", "", *lines])


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit code."""
    if not argv or argv[0] in ("-h", "--help"):
        print(usage())
        return 0 if argv else 2
    if argv[0] not in _COMMANDS:
        print(f"no command {argv[0]}\n{usage()}", file=sys.stderr)
        return 2
    module, function, _ = _COMMANDS[argv[0]]
    command = getattr(importlib.import_module(module), function)
    result: int | None = command(list(argv[1:]))
    return result or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
