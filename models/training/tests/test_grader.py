"""The grader: its output, loss, decision, places, training and agreement."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import log_softmax, softmax

from knee_synth.__main__ import main
from knee_synth.export.cost import giga_macs
from knee_synth.export.onnx_graphs import GraphSignature
from knee_synth.grader import GRADE_COUNT, GraderConfig, ReadingGrader, suggested_grades
from knee_synth.grader.agreement import measure_agreement
from knee_synth.grader.grades import VARIABLE_SLICES
from knee_synth.grader.loss import grading_loss
from knee_synth.grader.places import first_attention
from knee_synth.grader.training import load_agreement, load_grader
from knee_synth.readings import NOT_READ, READINGS
from knee_synth.training.run_folder import RunError, RunFolder

NAMES = [reading.name for reading in READINGS]


def logits_of(grades: np.ndarray, certainty: float = 20.0) -> np.ndarray:
    """Logits whose every variable is sure of a grade."""
    logits = np.zeros((len(grades), GRADE_COUNT), dtype=np.float32)
    for index, part in enumerate(VARIABLE_SLICES):
        logits[np.arange(len(grades)), part.start + grades[:, index]] = certainty
    return logits


def random_grades(knees: int) -> np.ndarray:
    generator = np.random.default_rng(2)
    columns = [generator.integers(r.low, r.high + 1, size=knees) for r in READINGS]
    return np.stack(columns, axis=1)


def test_the_grader_is_small_enough_for_a_bundle():
    grader = ReadingGrader(GraderConfig()).eval()
    signature = GraphSignature({"radiograph": (2, 224, 224)}, "grades")
    assert 2 * sum(p.numel() for p in grader.parameters()) <= 1.5e6
    assert 0 < giga_macs({"grader": grader}, {"grader": signature})["grader"] <= 0.3
    with torch.no_grad():
        assert grader(torch.zeros(3, 2, 224, 224)).shape == (3, 65)


def test_a_suggestion_is_the_median_of_its_distribution():
    logits = logits_of(np.zeros((1, 19), dtype=int))
    # KL: 0.45, 0, 0.25, 0.3, 0: half is reached at grade 2. XRCHL: 0.4, 0.6.
    logits[0, :5] = np.log([0.45, 1e-9, 0.25, 0.3, 1e-9])
    logits[0, -2:] = np.log([0.4, 0.6])
    grades, probabilities = suggested_grades(logits)
    assert grades[0].tolist() == [2, *[0] * 17, 1]
    assert probabilities[0, [0, 18]] == pytest.approx([0.25, 0.6], abs=1e-6)


def test_the_loss_is_that_of_a_hand_calculation():
    logits = np.zeros((1, GRADE_COUNT), dtype=np.float32)
    grades = np.full((1, 19), NOT_READ)
    grades[0, 0] = 1  # XRKL alone, five grades, all equally likely
    cumulative = np.arange(1, 6) / 5
    steps = np.array([0, 1, 1, 1, 1])
    expected = np.log(5) + ((cumulative - steps) ** 2).sum()
    loss = grading_loss(torch.from_numpy(logits), torch.from_numpy(grades))
    assert float(loss) == pytest.approx(expected, rel=1e-6)


def test_a_far_grade_costs_more_than_its_neighbour_and_what_was_not_read_nothing():
    truth = np.full((1, 19), NOT_READ)
    truth[0, 1] = 0
    near, far = (logits_of(np.where(np.arange(19) == 1, g, 0)[None], 3.0) for g in (1, 3))
    loss = [float(grading_loss(torch.from_numpy(x), torch.from_numpy(truth))) for x in (near, far)]
    assert loss[1] > loss[0] + 0.5
    assert log_softmax(near[0, 5:9])[0] == pytest.approx(log_softmax(far[0, 5:9])[0])
    other = near.copy()
    other[0, :5] = 7
    assert float(grading_loss(torch.from_numpy(other), torch.from_numpy(truth))) == pytest.approx(
        loss[0]
    )
    none = grading_loss(torch.from_numpy(near), torch.full((1, 19), NOT_READ))
    assert float(none) == 0


def test_attention_begins_where_the_findings_lie():
    weights = softmax(first_attention(28), axis=1).reshape(19, 28, 28)
    cells = np.arange(28) + 0.5

    def centre(name: str) -> tuple[float, float]:
        at = weights[NAMES.index(name)]
        return float(at.sum(axis=0) @ cells - 14), float(at.sum(axis=1) @ cells - 14)

    # Of a right knee as films are shown, medial is on the right and the femur above.
    assert centre("XROSFM")[0] > 0 > centre("XROSFL")[0]
    assert centre("XRSCFM")[1] < 0 < centre("XRSCTM")[1]
    assert centre("XRATTL")[0] < 0 < centre("XRATTL")[1]
    assert centre("XRKL") == pytest.approx((0, 0), abs=1e-3)


def test_agreement_is_one_for_the_truth_and_about_none_for_chance():
    truth = random_grades(60)
    shuffled = np.random.default_rng(5).permutation(truth)
    agreement = measure_agreement(truth, logits_of(truth), logits_of(shuffled), resamples=20)
    assert agreement["knees"] == 60
    assert list(agreement["variables"]) == NAMES
    for of in agreement["variables"].values():
        assert (of["kappa"], of["low"], of["high"], of["visibility"]) == (1, 1, 1, 1)
    chance = [of["kappa_varied"] for of in agreement["variables"].values()]
    assert abs(np.mean(chance)) < 0.1


def test_kappa_is_that_of_cohens_formula_and_leaves_out_what_was_not_read():
    truth, found = random_grades(40), np.random.default_rng(8).permutation(random_grades(40))
    found[:25] = truth[:25]
    truth[::4, 0] = NOT_READ
    agreement = measure_agreement(truth, logits_of(found), logits_of(found), resamples=5)
    read = truth[:, 0] != NOT_READ
    a, b = truth[read, 0], found[read, 0]
    # 1 - observed / expected squared disagreement, the expected one of independent raters.
    expected = 1 - np.mean((a - b) ** 2) / np.mean((a[:, None] - b[None]) ** 2)
    of_kl = agreement["variables"]["XRKL"]
    assert of_kl["kappa"] == pytest.approx(expected, abs=6e-4)
    assert (of_kl["read"], of_kl["findings"]) == (30, int((a > 0).sum()))


def test_a_variable_without_findings_has_no_agreement():
    truth = np.zeros((10, 19), dtype=int)
    agreement = measure_agreement(truth, logits_of(truth), logits_of(truth), resamples=5)
    of = agreement["variables"]["XRCHM"]
    assert of["kappa"] is None and of["visibility"] is None and of["low"] is None


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, knee_cache: Path) -> Path:
    """A grader trained in two runs of the same folder."""
    run = tmp_path_factory.mktemp("work") / "grader"
    train = ["train", "grader", "--data", str(knee_cache), "--run", str(run), "--batch", "2"]
    assert main([*train, "--steps", "25"]) == 0
    assert main([*train, "--steps", "50"]) == 0
    return run


def test_training_goes_on_where_it_stopped_and_learns(trained):
    with (trained / "curves.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [25, 50]
    assert float(rows[1]["loss"]) < float(rows[0]["loss"])
    assert RunFolder(trained).require()["step"] == 50
    assert list((trained / "samples").glob("*.png"))
    assert load_grader(RunFolder(trained)).config == GraderConfig()


def test_a_finished_training_records_its_agreement_on_the_test_knees(trained):
    agreement = load_agreement(RunFolder(trained))
    assert agreement["measure"] == "quadratic weighted kappa"
    assert agreement["knees"] == 2  # the split of the cache
    assert list(agreement["variables"]) == NAMES


def test_an_agreement_of_other_weights_is_not_taken(trained, tmp_path):
    run = RunFolder(tmp_path)
    with pytest.raises(RunError, match="agreement.json"):
        load_agreement(run)
    run.save({**RunFolder(trained).require(), "step": 51})
    text = (trained / "agreement.json").read_text(encoding="utf-8")
    (tmp_path / "agreement.json").write_text(text, encoding="utf-8")
    assert json.loads(text)["step"] == 50
    with pytest.raises(RunError, match="another step"):
        load_agreement(run)
