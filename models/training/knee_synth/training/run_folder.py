"""A training's folder: configuration, checkpoint, curves, sample pictures."""

import csv
import json
from pathlib import Path
from typing import Any

import torch


class RunError(Exception):
    """A training's folder is missing, damaged, or belongs to another configuration."""


#: Entries of a configuration that outlive a resume by a command that does not name them.
_KEPT = ("begun_with",)


class RunFolder:
    """`config.json`, `checkpoint.pt`, `curves.csv` and `samples/*.png` of one training."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.samples = path / "samples"
        self._checkpoint = path / "checkpoint.pt"

    def prepare(self, config: dict[str, Any]) -> None:
        """Make the folder, or check that it belongs to the same networks.

        What it began with is kept if `config` does not say.

        Raises:
            RunError: the folder holds a training of other networks.
        """
        self.samples.mkdir(parents=True, exist_ok=True)
        path = self.path / "config.json"
        known = self.config() if path.is_file() else None
        if known is not None and known["networks"] != json.loads(json.dumps(config["networks"])):
            raise RunError(f"{self.path.name} holds a training of other networks; choose another")
        kept = {name: known[name] for name in _KEPT if name in known} if known is not None else {}
        path.write_text(json.dumps({**kept, **config}, indent=2) + "\n", encoding="utf-8")

    def config(self) -> dict[str, Any]:
        """The configuration of the training.

        Raises:
            RunError: there is none.
        """
        path = self.path / "config.json"
        if not path.is_file():
            raise RunError(f"{self.path.name} is no training folder: it has no config.json")
        return json.loads(path.read_text(encoding="utf-8"))

    def bundles(self) -> list[dict[str, str]]:
        """`name`, `version` and `data_source` of the bundles whose weights are at the bottom of
        this training, directly or by way of other trainings."""
        config = self.config()
        parts = [config, config.get("begun_with", {}), *config.get("average_of", [])]
        found = [bundle for part in parts for bundle in part.get("bundles", [])]
        return [bundle for i, bundle in enumerate(found) if bundle not in found[:i]]

    def lineage(self) -> dict[str, Any]:
        """What a training that begins with this one's weights says of it."""
        bundles = self.bundles()
        return {"run": self.path.name, **({"bundles": bundles} if bundles else {})}

    def load(self) -> dict[str, Any] | None:
        """The last checkpoint, or nothing before the first.

        Raises:
            RunError: the checkpoint cannot be read.
        """
        if not self._checkpoint.is_file():
            return None
        try:
            return torch.load(self._checkpoint, map_location="cpu", weights_only=True)
        except (RuntimeError, EOFError, ValueError) as error:
            raise RunError(f"the checkpoint of {self.path.name} cannot be read") from error

    def require(self) -> dict[str, Any]:
        """The last checkpoint.

        Raises:
            RunError: there is none.
        """
        state = self.load()
        if state is None:
            raise RunError(f"{self.path.name} has no checkpoint yet; train first")
        return state

    def save(self, state: dict[str, Any]) -> None:
        """Replace the checkpoint; a kill in mid-write leaves the last one whole."""
        partial = self._checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self._checkpoint)

    def log(self, row: dict[str, float]) -> None:
        """Append a row to the curves; a figure that is new gets a column of its own."""
        path = self.path / "curves.csv"
        rows: list[dict[str, str]] = []
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
        rows.append({key: f"{value:.6g}" for key, value in row.items()})
        partial = path.with_suffix(".partial")
        with partial.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for each in rows for key in each)))
            writer.writeheader()
            writer.writerows(rows)
        partial.replace(path)
