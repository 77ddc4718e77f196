"""Numbers for knees and splits for persons that stay the same when a cache grows."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from knee_synth.oai.errors import OaiError
from knee_synth.oai.readings_table import KneeKey

INDEX_FILE = "index.json"


@dataclass
class CacheIndex:
    """`knees` in order of their numbers; `persons` with their split."""

    knees: list[KneeKey] = field(default_factory=list)
    persons: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def open(folder: Path) -> "CacheIndex":
        """The index of a cache, empty if there is none.

        Raises:
            OaiError: the folder holds a cache of something else, or a damaged index.
        """
        path = folder / INDEX_FILE
        if not path.is_file():
            if any(folder.glob("knee_*.npz")):
                raise OaiError(f"{folder.name} holds knees of something else; choose another --out")
            return CacheIndex()
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise OaiError(f"{INDEX_FILE} of {folder.name} is damaged; restore it") from error
        if content.get("source") != "oai":
            raise OaiError(f"{folder.name} is a cache of something else; choose another --out")
        return CacheIndex([tuple(key) for key in content["assigned"]], content["persons"])

    def extend(self, keys: list[KneeKey], shares: dict[str, float]) -> None:
        """Gives new knees the next numbers, and new persons the split that lacks most.

        Args:
            shares: wanted share of persons in `test` and `val`; the others are `train`.
        """
        known = set(self.knees)
        self.knees += [key for key in keys if key not in known]
        new = {key[0] for key in keys} - set(self.persons)
        for person in sorted(new, key=_order):
            self.persons[person] = self._most_lacking(shares)

    def _most_lacking(self, shares: dict[str, float]) -> str:
        counts = {name: 0 for name in ("train", *shares)}
        for split in self.persons.values():
            counts[split] += 1
        wanted = {"train": 1 - sum(shares.values()), **shares}
        total = len(self.persons) + 1
        empty = [name for name in wanted if wanted[name] > 0 and counts[name] == 0]
        choice = empty or list(wanted)
        return max(choice, key=lambda name: wanted[name] * total - counts[name])

    def write(self, folder: Path) -> None:
        """Writes `index.json`; `knees` are those whose file is there."""
        entries = [
            {
                "id": number,
                "file": knee_path(folder, number).name,
                "split": self.persons[key[0]],
                "person": key[0],
                "visit": key[1],
                "side": key[2],
            }
            for number, key in enumerate(self.knees)
            if knee_path(folder, number).exists()
        ]
        content = {
            "source": "oai",
            "count": len(entries),
            "knees": entries,
            "assigned": self.knees,
            "persons": self.persons,
        }
        partial = folder / f".{INDEX_FILE}.partial"
        partial.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        partial.replace(folder / INDEX_FILE)


def knee_path(folder: Path, number: int) -> Path:
    return folder / f"knee_{number:05d}.npz"


def _order(person: str) -> str:
    """An order of persons that has nothing to do with their numbers, the same everywhere."""
    return hashlib.sha256(person.encode()).hexdigest()
