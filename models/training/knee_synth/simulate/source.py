"""Where the reference knee comes from: the open anatomy files or the procedural stand-in."""

from __future__ import annotations

from pathlib import Path

from .atlas import Atlas


def load_atlas(source: str, anatomy: Path | None, cache: Path) -> Atlas:
    """The reference knee of a source (`anatomy` or `procedural`), built once and kept in `cache`.

    Raises AnatomyError when the anatomy files are missing or unusable.
    """
    path = cache / f"atlas-{source}.npz"
    atlas = Atlas.load(path)
    if atlas is not None:
        return atlas
    if source == "procedural":
        from .procedural import build_procedural

        atlas = build_procedural()
    else:
        from .anatomy_atlas import build

        if anatomy is None:
            raise ValueError("the anatomy source needs a directory")
        atlas = build(anatomy)
    atlas.save(path)
    # What is kept is rounded to half precision: read it back, so that a first run equals a later
    # one.
    kept = Atlas.load(path)
    if kept is None:
        raise OSError(f"the reference knee could not be read back from {path.name}")
    return kept
