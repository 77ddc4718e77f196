"""The evaluation as its users run it, on a tiny bundle and two simulated knees."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from knee_synth.__main__ import main
from knee_synth.data import CacheError, list_knees
from knee_synth.evaluate.card import BEGIN, END
from knee_synth.evaluate.case import wrong_patient
from knee_synth.evaluate.montage import mark_of, picture_row
from knee_synth.evaluate.parts import settings
from knee_synth.evaluate.segmentation import Segmentation, without_specks
from knee_synth.evaluate.setup import EvaluationSetup
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import slice_depths_mm
from knee_synth.networks.segmenter import SEGMENTED, SegmenterConfig, SliceSegmenter
from knee_synth.sample import SamplingOptions
from knee_synth.simulate.labels import Tissue
from knee_synth.training.labelled_slices import SliceAppearance, segmented_classes
from knee_synth.training.run_folder import RunFolder

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
TINY_SEGMENTER = ["--features", "4,4,4,4,4,4", "--batch", "2", "--knees", "2"]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, knee_cache: Path) -> dict[str, list[str]]:
    """A bundle with a card, a segmenter trained in two runs, and a whole report of one knee."""
    folder = tmp_path_factory.mktemp("evaluation")
    bundle, segmenter, out = (str(folder / name) for name in ("bundle", "segmenter", "report"))
    shutil.copytree(TINY_BUNDLE, bundle)
    (Path(bundle) / "docs").mkdir(exist_ok=True)
    card = Path(bundle) / "docs/README.md"
    card.write_text(f"# A bundle\n\n{BEGIN}\n{END}\n\n## More\n", encoding="utf-8")
    train = ["train", "segmenter", "--data", str(knee_cache), "--run", segmenter, *TINY_SEGMENTER]
    assert main([*train, "--steps", "2"]) == 0
    assert main([*train, "--steps", "4"]) == 0
    evaluate = ["evaluate", "--bundle", bundle, "--data", str(knee_cache), "--out", out]
    evaluate += ["--segmenter", segmenter, "--limit", "1", "--workers", "1", "--steps", "2"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STEPS", (2, 4))
        assert main([*evaluate, "--card"]) == 0
    return {"bundle": [bundle], "segmenter": [segmenter], "out": [out], "evaluate": evaluate}


def result_of(line: dict[str, list[str]]) -> dict:
    return json.loads((Path(line["out"][0]) / "evaluation.json").read_text(encoding="utf-8"))


def test_every_part_is_measured(line):
    result = result_of(line)
    assert list(result["parts"]) == [
        *("synthesis", "shape", "readings", "continuity", "withheld", "films", "settings")
    ]
    synthesis = result["parts"]["synthesis"]["summary"]["mean"]
    assert 0 < synthesis["psnr"]["mean"] < 40
    assert synthesis["slice_change_truth"]["mean"] > 0
    settings_summary = result["parts"]["settings"]["summary"]
    assert set(settings_summary["noise_scale"]) == {"0.4", "0.55", "0.7", "0.85", "1.0"}
    assert result["sampling"]["noise_scale"] == 0.7
    steps = settings_summary["steps"]
    assert set(steps["ddim"]) == set(steps["dpmsolver++2m"]) == {"2", "4"}
    assert len(result["targets"]) > 20


def test_the_report_shows_tables_and_labelled_pictures(line):
    folder = Path(line["out"][0])
    text = (folder / "evaluation.md").read_text(encoding="utf-8")
    assert "control" in text and "not reached" in text
    for name in ("readings.png", "segmentation.png", "joint_space.png", "settings.png"):
        assert f"({name})" in text
        assert (folder / name).stat().st_size < 300_000


def test_card_and_metadata_hold_the_figures(line):
    bundle = Path(line["bundle"][0])
    card = (bundle / "docs/README.md").read_text(encoding="utf-8")
    assert card.startswith("# A bundle") and card.endswith("## More\n")
    assert "synthetic, against another patient's truth (control)" in card
    assert (bundle / "docs/settings.png").is_file()
    metadata = json.loads((bundle / "configs/metadata.json").read_text(encoding="utf-8"))
    metrics, result = metadata["eval_metrics"], result_of(line)
    mean = result["parts"]["synthesis"]["summary"]["mean"]
    assert metrics["psnr"] == pytest.approx(mean["psnr"]["mean"], abs=1e-4)
    assert metrics["targets"] == len(result["targets"])
    again = ["card", "--report", line["out"][0], "--bundle", str(bundle)]
    assert main(again) == 0
    assert (bundle / "docs/README.md").read_text(encoding="utf-8") == card


def test_every_knee_is_sampled_with_noise_of_its_own(line, monkeypatch, knee_cache, tmp_path):
    seeds = []

    def sample(_: Tools, radiograph, grades, depths_mm, options):
        seeds.append(options.seed)
        return np.zeros((len(depths_mm), 256, 256), dtype=np.float32)

    monkeypatch.setattr(Tools, "sample", sample)
    setup = EvaluationSetup(
        bundle=Path(line["bundle"][0]),
        data=knee_cache,
        out=tmp_path,
        options=SamplingOptions(seed=7),
        bundle_key="",
    )
    knees = list_knees(knee_cache)
    for knee in knees:
        Tools(setup).synthetic(knee)
    assert seeds == [7 + knee.knee_id for knee in knees] and len(set(seeds)) > 1


def test_kept_figures_are_not_measured_again(line, monkeypatch):
    before = result_of(line)

    def refuse(*_: object) -> np.ndarray:
        raise AssertionError("sampled again")

    monkeypatch.setattr(Tools, "synthetic", refuse)
    monkeypatch.setattr("knee_synth.evaluate.cli.write_pictures", lambda *_: [])
    assert main([*line["evaluate"], "--parts", "synthesis,shape"]) == 0
    assert result_of(line) == before
    with pytest.raises(AssertionError, match="sampled again"):
        main([*line["evaluate"], "--parts", "synthesis", "--seed", "2"])


def test_figures_of_another_sweep_are_not_kept():
    swept = settings.PART.settings.values()
    for sweep in ("STEPS", "SOLVERS", "GUIDANCE", "NOISE_SCALES", "SLICES"):
        assert getattr(settings, sweep) in swept, sweep


def test_a_part_without_its_tool_is_refused_or_left_out(line, capsys, tmp_path):
    evaluate = [word for word in line["evaluate"] if word not in ("--segmenter",)]
    evaluate.remove(line["segmenter"][0])
    assert main([*evaluate, "--parts", "shape"]) == 1
    assert "--segmenter DIR" in capsys.readouterr().err
    assert main([*evaluate, "--parts", "nothing"]) == 1
    assert "no part nothing" in capsys.readouterr().err


def test_the_autoencoder_is_measured_with_the_training_folders_encoder(line, knee_cache):
    folder = str(Path(line["out"][0]).parent / "autoencoder")
    train = ["train", "autoencoder", "--data", str(knee_cache), "--run", folder]
    assert main([*train, "--channels", "8,16", "--norm-groups", "4", "--steps", "1"]) == 0
    chosen = ["--autoencoder", folder, "--parts", "autoencoder"]
    assert main([*line["evaluate"], *chosen]) == 0
    result = result_of(line)
    assert result["parts"]["autoencoder"]["summary"]["decoder"] == "training folder"
    assert "shape" in result["parts"]  # of the run before


def test_the_wrong_patient_is_another_person(knee_cache):
    knees = list_knees(knee_cache)
    for knee in knees:
        assert wrong_patient(knees, knee).meta["person_id"] != knee.meta["person_id"]
    with pytest.raises(CacheError, match="two persons"):
        wrong_patient(knees[:1], knees[0])


def certain_segmenter(folder: Path, tissue: Tissue, surplus: float) -> Path:
    """A segmenter that sees one tissue everywhere, by a surplus in its logits."""
    network = SliceSegmenter(SegmenterConfig(features=(4, 4, 4, 4, 4, 4)))
    last = network.network.final_conv
    with torch.no_grad():
        last.weight.zero_()
        last.bias.fill_(0.0)
        last.bias.view(len(SEGMENTED), -1)[SEGMENTED.index(tissue)] = surplus
    run = RunFolder(folder)
    run.prepare({"networks": {"features": [4] * 6, "unshuffle": 2}})
    run.save({"average": network.state_dict()})
    return folder


def test_a_segmenter_labels_slices_by_its_classes(tmp_path):
    folder = certain_segmenter(tmp_path / "run", Tissue.TIBIA, 2.0)
    slices = np.random.default_rng(0).random((7, 256, 256), dtype=np.float32)
    labels = Segmentation([folder])(slices, slice_depths_mm()[:7])
    assert labels.shape == (7, 256, 256)
    assert (labels == Tissue.TIBIA).all()


def test_of_several_segmenters_the_mean_of_the_probabilities_counts(tmp_path):
    tibia, femur = (
        certain_segmenter(tmp_path / t.name, t, 2.0) for t in (Tissue.TIBIA, Tissue.FEMUR)
    )
    # Very sure, and still but one of three: in a mean of the logits it would win.
    meniscus = certain_segmenter(tmp_path / "meniscus", Tissue.MENISCUS, 20.0)
    femur_again = certain_segmenter(tmp_path / "again", Tissue.FEMUR, 4.0)
    slices = np.zeros((2, 256, 256), np.float32)
    two = Segmentation([tibia, femur_again])
    assert two.count == 2
    assert (two(slices, slice_depths_mm()[:2]) == Tissue.FEMUR).all()
    four = Segmentation(
        [meniscus, femur, femur_again, certain_segmenter(tmp_path / "b", Tissue.FEMUR, 9.0)]
    )
    assert (four(slices, slice_depths_mm()[:2]) == Tissue.FEMUR).all()


def test_specks_of_bone_are_dropped_and_other_tissues_stay():
    labels = np.zeros((4, 12, 12), dtype=np.uint8)
    labels[:, :4, :] = Tissue.FEMUR
    labels[:, 8:, :] = Tissue.TIBIA
    labels[:, 5:7, :4] = Tissue.MENISCUS
    clean = labels.copy()
    labels[1, 6, 8] = Tissue.FEMUR
    labels[2:, 5, 6:8] = Tissue.TIBIA
    assert (without_specks(labels) == clean).all()


def test_bone_that_joins_in_another_slice_is_one_part():
    labels = np.zeros((2, 6, 9), dtype=np.uint8)
    labels[:, :, :3] = labels[:, :, 6:] = Tissue.FEMUR
    labels[1, 0, 3:6] = Tissue.FEMUR
    assert (without_specks(labels) == labels).all()


def test_tissues_that_are_not_segmented_count_as_background():
    labels = np.array([Tissue.MUSCLE, Tissue.TIBIA, Tissue.SKIN, Tissue.MENISCUS], dtype=np.uint8)
    tibia, meniscus = SEGMENTED.index(Tissue.TIBIA), SEGMENTED.index(Tissue.MENISCUS)
    assert segmented_classes(labels).tolist() == [0, tibia, 0, meniscus]


def test_training_slices_vary_in_sharpness_and_stay_in_range():
    picture = np.random.default_rng(0).random((64, 64))
    generator = np.random.default_rng(1)
    changed = [SliceAppearance().change(picture, generator) for _ in range(12)]
    roughness = [np.abs(np.diff(slices)).mean() for slices in changed]
    assert max(roughness) > 2 * min(roughness)
    assert all(slices.min() >= 0 and slices.max() <= 1 for slices in changed)


def test_every_slice_of_a_picture_bears_what_it_is():
    assert mark_of("SYNTHETIC (simulated training data)") == "SYNTHETIC"
    assert mark_of("ACQUIRED, the truth") == "ACQUIRED"
    row = picture_row(np.zeros((3, 256, 256), dtype=np.float32), "SYNTHETIC")
    tiles = np.split(row, 3, axis=1)
    assert row.shape == (176, 3 * 176)
    for tile in tiles:
        assert (tile[150:] > 200).sum() > 50
        assert (tile == tiles[0]).all()


def test_a_segmenter_counts_once(line, tmp_path, capsys):
    folder = str(certain_segmenter(tmp_path / "run", Tissue.TIBIA, 2.0))
    given = ["--segmenter", folder, "--segmenter", folder]
    assert main([*line["evaluate"], "--parts", "shape", *given]) == 1
    assert "names a folder twice" in capsys.readouterr().err
