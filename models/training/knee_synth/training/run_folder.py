"""A training's folder: configuration, checkpoint, curves, sample pictures."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch


class RunError(Exception):
    """A training's folder is missing, damaged, or belongs to another configuration."""


class RunFolder:
    """`config.json`, `checkpoint.pt`, `curves.csv` and `samples/*.png` of one training."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.samples = path / "samples"
        self._checkpoint = path / "checkpoint.pt"

    def prepare(self, config: dict[str, Any]) -> None:
        """Make the folder of a training, or check that it is this one that goes on.

        What a training that goes on began with is kept if `config` does not say.

        Raises:
            RunError: the folder holds a training of other networks or of another beginning, or
                weights that no training can go on from there.
        """
        path = self.path / "config.json"
        known = self.config() if path.is_file() else None
        if known is not None and known["networks"] != json.loads(json.dumps(config["networks"])):
            raise RunError(f"{self.path.name} holds a training of other networks; choose another")
        state = self.load()
        if known is not None and state is not None:
            if "optimizer" not in state:
                raise RunError(
                    f"{self.path.name} holds weights alone, of a bundle or an average; train in "
                    "another folder"
                )
            config = {**config, **_beginning(self.path.name, known, config)}
            sources = merged_sources([known, config])
            if sources:
                config["sources"] = sources
        self.samples.mkdir(parents=True, exist_ok=True)
        self.describe(config)

    def describe(self, config: dict[str, Any]) -> None:
        """Write the configuration in place of any other."""
        self.path.mkdir(parents=True, exist_ok=True)
        partial = self.path / "config.partial"
        partial.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
        partial.replace(self.path / "config.json")

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
        found = [bundle for part in self._parts() for bundle in part.get("bundles", [])]
        return [bundle for i, bundle in enumerate(found) if bundle not in found[:i]]

    def sources(self) -> dict[str, int]:
        """Training knees by source, of this training and those that it began with; of those that
        several saw the larger number. Empty where it is not known."""
        return merged_sources(self._parts())

    def lineage(self) -> dict[str, Any]:
        """What a training that begins with this one's weights says of it."""
        told = {"bundles": self.bundles(), "sources": self.sources()}
        return {"run": self.path.name, **{name: value for name, value in told.items() if value}}

    def _parts(self) -> list[dict[str, Any]]:
        config = self.config()
        return [config, config.get("begun_with", {}), *config.get("average_of", [])]

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


def merged_sources(parts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The `sources` of several configurations; of a source that several name the larger number."""
    found: dict[str, int] = {}
    for part in parts:
        for source, knees in part.get("sources", {}).items():
            found[source] = max(found.get(source, 0), knees)
    return found


def _beginning(name: str, known: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """What a training that goes on began with, as an entry of its configuration.

    Raises:
        RunError: it is told to have begun with something else.
    """
    had, given = known.get("begun_with"), config.get("begun_with")
    tells = had is not None or "sources" in known
    if given is not None and tells and _named(had) != _named(given):
        before = had["run"] if had is not None else "random weights"
        raise RunError(
            f"{name} holds a training that began with {before}; to begin with {given['run']} "
            "choose another folder"
        )
    return {"begun_with": had} if had is not None else {}


def _named(beginning: Mapping[str, Any] | None) -> tuple[Any, ...]:
    """What tells one beginning from another: its knees may have become more since."""
    if beginning is None:
        return ()
    return beginning["run"], beginning.get("bundles", [])
