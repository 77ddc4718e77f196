"""The engine's model of bone edges: true edges, what is learnt of phantoms, the files written."""

import base64
import json
import re
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from joint_phantoms import JointPhantom, draw_phantoms, write_cache
from PIL import Image
from simulate_fixtures import procedural_atlas, procedural_landmarks

from knee_synth.__main__ import main
from knee_synth.data.cache import KneeFile, list_knees
from knee_synth.joint_space.patches import columns_of, joint_patch, profiles
from knee_synth.joint_space.places import BEARING_MM, PLACES, TRUTH_PLACES, shifted
from knee_synth.joint_space.true_edges import TrueEdges, on_film, smoothed
from knee_synth.simulate.film import View2D, draw_view
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.person import draw_person

ENGINE = Path(__file__).parents[3] / "engine"
BASE64 = re.compile(r"'([A-Za-z0-9+/=]{40,})'")
HEIGHTS_MM = np.arange(-16.8, 16.81, 0.4)


@pytest.fixture(scope="module")
def phantoms() -> list[JointPhantom]:
    return draw_phantoms(24)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, phantoms: list[JointPhantom]) -> Path:
    folder = tmp_path_factory.mktemp("phantoms")
    write_cache(folder, phantoms, "train")
    return folder


@pytest.fixture(scope="module")
def data_file(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, phantoms: list[JointPhantom]
) -> str:
    """edgeModelData.ts out of the phantoms, whose true edges are kept from an earlier run."""
    work = tmp_path_factory.mktemp("work")
    edges = {str(knee_id): phantom.edges() for knee_id, phantom in enumerate(phantoms, 100)}
    np.savez(work / "true_edges.npz", **edges)
    out = work / "edgeModelData.ts"
    made = ["--data", str(cache), "--cache", str(work), "--work", str(work), "--out", str(out)]
    assert main(["joint-space-model", *made, "--epochs", "15"]) == 0
    return out.read_text(encoding="utf-8")


def arrays_of(data_file: str) -> list[np.ndarray]:
    """Network, mean and components."""
    texts = BASE64.findall(data_file)
    return [np.frombuffer(base64.b64decode(text), "<f4") for text in texts]


def test_the_data_file_has_the_format_of_the_one_the_engine_has(data_file: str) -> None:
    shipped = (ENGINE / "src/jointSpace/edgeModelData.ts").read_text(encoding="utf-8")
    masked = [BASE64.sub("'...'", text) for text in (data_file, shipped)]
    assert masked[0] == masked[1]
    assert [a.shape for a in arrays_of(data_file)] == [a.shape for a in arrays_of(shipped)]


def test_mean_and_components_are_those_of_the_edges(
    data_file: str, phantoms: list[JointPhantom]
) -> None:
    _, mean, modes = arrays_of(data_file)
    expected = np.mean([phantom.heights(PLACES) for phantom in phantoms], axis=0)
    # The compartments' sideways shifts, 2.5 mm at slopes up to 0.1, cancel only in the mean.
    assert mean.reshape(2, 2, -1) == pytest.approx(np.stack([expected] * 2), abs=0.05)
    components = modes.reshape(20, -1).astype(float)
    lengths = np.linalg.norm(components, axis=1)
    assert (np.diff(lengths) <= 1e-6).all()
    heights = np.array([phantom.edges().mean(axis=(0, 1, 2)) for phantom in phantoms])
    # Most of what differs is how high the joint lies: every height moves with it.
    assert lengths[0] == pytest.approx(heights.std() * np.sqrt(108), rel=0.15)
    assert abs(components[0] @ components[1]) < 1e-4 * lengths[0] * lengths[1]


def test_the_network_in_the_file_finds_the_edges(
    data_file: str, cache: Path, phantoms: list[JointPhantom]
) -> None:
    weights = arrays_of(data_file)[0]
    sizes = [43, 32, 32, 2]
    patches = np.stack([joint_patch(knee.load("film")) for knee in list_knees(cache)])
    seen = profiles(columns_of(patches, np.zeros(len(patches))))
    place = np.broadcast_to(((PLACES - 23) / 13)[None, None, :, None], seen.shape[:-1])
    compartment = np.broadcast_to(np.array([1, -1])[None, :, None, None], seen.shape[:-1])
    values = np.concatenate([seen, place[..., None], compartment[..., None]], axis=-1)
    at = 0
    for inputs, outputs in zip(sizes, sizes[1:], strict=False):
        matrix = weights[at : at + inputs * outputs].reshape(outputs, inputs)
        at += inputs * outputs
        values = values @ matrix.T + weights[at : at + outputs]
        at += outputs
        if outputs > 2:
            values = np.maximum(values, 0)
    assert at == len(weights)
    found = HEIGHTS_MM[values.argmax(axis=3)].transpose(0, 1, 3, 2)
    truth = np.stack([phantom.heights(PLACES) for phantom in phantoms])[:, None]
    assert np.median(np.abs(found - truth)) < 0.5


def test_a_model_of_too_few_knees_is_refused_in_words(
    cache: Path, phantoms: list[JointPhantom], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edges = {str(knee_id): phantoms[0].edges() for knee_id in (100, 101)}
    np.savez(tmp_path / "true_edges.npz", **edges)
    command = ["joint-space-model", "--data", str(cache), "--cache", str(tmp_path)]
    command += ["--work", str(tmp_path), "--out", str(tmp_path / "out.ts")]
    assert main([*command, "--last", "101"]) == 1
    assert "2 knees do not give 20 components" in capsys.readouterr().err
    assert main([*command, "--first", "500", "--last", "501"]) == 1
    assert "no knees from 500 to 501" in capsys.readouterr().err
    assert main([*command, "--last", "102"]) == 1
    assert "holds no usable reference knee" in capsys.readouterr().err
    assert not (tmp_path / "out.ts").exists()


@pytest.mark.parametrize("seed", [3, 4])
def test_true_edges_are_as_far_apart_as_the_bones(seed: int) -> None:
    """`joint_space_mm` is what the simulator set the least distance in space to; on the film the
    beam's tilt takes a little of it away."""
    view = draw_view(np.random.default_rng(seed))
    file = KneeFile(Path("none"), 0, {"film_view": asdict(view), "seed": seed})
    edges = TrueEdges(procedural_atlas()).of(file)
    low, high = BEARING_MM
    bearing = np.isin(TRUTH_PLACES, np.arange(low, high + 1))
    least = np.nanmin((edges[:, 1] - edges[:, 0])[:, bearing], axis=1)
    knee = Knee(procedural_atlas(), procedural_landmarks(), draw_person(seed))
    assert least == pytest.approx(np.array(knee.joint_space_mm), abs=0.6)


def test_points_fall_on_the_film_along_the_beam() -> None:
    straight = View2D(20.0, 0.0, 0.0, 0.0, 1.0, 1000.0, 60.0)
    points = np.array([[0.0, 5.0, -30.0], [100.0, 5.5, 33.0]])
    beside, below = on_film(points, straight)
    assert beside == pytest.approx([30.0, 30.0]) and below == pytest.approx([5.0, 5.0])
    rolled = View2D(20.0, 0.0, 0.0, 90.0, 1.0, 1000.0, 60.0)
    beside, below = on_film(np.array([[0.0, 5.0, 30.0]]), rolled)
    assert beside == pytest.approx([5.0]) and abs(below[0]) == pytest.approx(30.0)


def test_gaps_and_single_outliers_of_edges_are_smoothed_over(phantoms: list[JointPhantom]) -> None:
    edges = np.stack([phantoms[0].edges()])
    spoilt = edges.copy()
    spoilt[0, 0, 0, 10] = np.nan
    spoilt[0, 1, 1, 20] += 9.0
    whole, known = smoothed(spoilt)
    assert whole[..., 4:-4] == pytest.approx(edges[..., 4:-4], abs=0.1)
    assert known.shape == (1, 2, 32) and known.sum() == 63 and not known[0, 0, 10]


def test_a_shift_moves_the_compartments_to_opposite_sides() -> None:
    places = np.broadcast_to(TRUTH_PLACES.astype(float), (1, 2, 2, 32))
    moved = shifted(places, np.array([1.5]))
    assert moved[0, 0, 0] == pytest.approx(PLACES + 1.5)
    assert moved[0, 1, 1] == pytest.approx(PLACES - 1.5)


def test_films_are_written_with_their_widths(
    cache: Path, phantoms: list[JointPhantom], tmp_path: Path
) -> None:
    command = ["joint-space-films", "--data", str(cache), "--out", str(tmp_path)]
    assert main([*command, "--first", "101", "--last", "102"]) == 0
    films = np.frombuffer((tmp_path / "films.bin").read_bytes(), np.uint8).reshape(2, 320, 320)
    assert np.array_equal(films[1], list_knees(cache)[2].load("film"))
    first, second = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert second["id"] == 102
    assert first == {
        "id": 101,
        "widthMm": {
            "medial": pytest.approx(phantoms[1].gap, abs=6e-4),
            "lateral": pytest.approx(phantoms[1].gap + 0.25, abs=6e-4),
        },
        "readings": {"XRKL": 2, "XRJSM": 1, "XRJSL": 0},
    }


def test_fixtures_are_written_as_the_engine_has_them(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["joint-space-films", "--data", str(cache), "--out", str(tmp_path)]
    assert main([*command, "--fixtures", "103", "105"]) == 0
    written = json.loads((tmp_path / "jointSpace.json").read_text(encoding="utf-8"))
    engines = json.loads((ENGINE / "test/jointSpace/jointSpace.json").read_text(encoding="utf-8"))
    assert {**written, "films": []} == {**engines, "films": []}
    assert [film["file"] for film in written["films"]] == ["joint-01.png", "joint-02.png"]
    assert written["films"][0].keys() == engines["films"][0].keys()
    cut = np.asarray(Image.open(tmp_path / "joint-02.png"))
    assert np.array_equal(cut, list_knees(cache)[5].load("film")[112:208, 80:240])
    assert main([*command, "--fixtures", "7"]) == 1
    assert "has no knees [7]" in capsys.readouterr().err
