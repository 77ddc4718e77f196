"""Only knees that were found surely are taken from films, by the engine's model and threshold."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from oai_tree import TestFilm, bilateral
from PIL import Image

from knee_synth.oai import film_region
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_image import FilmImage
from knee_synth.oai.film_region import find_knee, find_knees
from knee_synth.oai.knee_confidence import (
    LIKENESS_FILE,
    SURE,
    confidence_of,
    engine_likeness,
    likeness_at,
    load_likeness,
)
from knee_synth.oai.template_match import Match

ENGINE = Path(__file__).parents[3] / "engine"
RADIOGRAPH = ENGINE / "src" / "radiograph"


def image(grey: np.ndarray, pixel_mm: float | None) -> FilmImage:
    return FilmImage(grey, np.ones(grey.shape, bool), pixel_mm, "PixelSpacing")


def listed(folder: str, index: str) -> dict:
    return json.loads((ENGINE / "test" / folder / index).read_text(encoding="utf-8"))


def picture(folder: str, file: str) -> np.ndarray:
    return np.asarray(Image.open(ENGINE / "test" / folder / file).convert("L"), np.float32)


REGION_FILMS = listed("regionFilms", "films.json")
LATERALS = listed("laterals", "laterals.json")
WITH_KNEES = [film for film in REGION_FILMS["films"] if film["knees"]]
WITHOUT_KNEE = [
    *(
        ("regionFilms", film["file"], REGION_FILMS["pixelSpacingMm"])
        for film in REGION_FILMS["films"]
        if not film["knees"]
    ),
    *(("laterals", file, LATERALS["pixelSpacingMm"]) for file in LATERALS["files"]),
]


class TestEngine:
    def test_the_model_is_the_engines(self):
        source = (RADIOGRAPH / "kneeLikenessData.ts").read_text(encoding="utf-8")
        stored, engine = load_likeness(LIKENESS_FILE), engine_likeness(source)
        assert stored.bias == engine.bias
        assert np.array_equal(stored.weights, engine.weights), (
            "run python -m knee_synth.oai.make_templates --engine-likeness"
        )

    @pytest.mark.parametrize(
        ("file", "name", "value"),
        [
            ("findKnees.ts", "LIKELY", SURE),
            # A correlation in the middle of these bounds the confidence to 1/2.
            ("proposeRegion.ts", "NO_KNEE_SCORE", 0.2),
            ("proposeRegion.ts", "CLEAR_SCORE", 0.45),
        ],
    )
    def test_the_thresholds_are_the_engines(self, file, name, value):
        source = (RADIOGRAPH / file).read_text(encoding="utf-8")
        assert float(re.search(rf"const {name} = ([\d.]+);", source)[1]) == value


class TestConfidence:
    @pytest.mark.parametrize(
        ("likeness", "score", "confidence"),
        [(0.9, 0.5, 0.9), (0.9, 0.325, 0.5), (0.3, 0.325, 0.3), (0.9, 0.2, 0.0), (0.9, 0.1, 0.0)],
    )
    def test_it_is_the_likeness_unless_the_correlation_is_too_low(
        self, likeness, score, confidence
    ):
        assert confidence_of(likeness, score) == pytest.approx(confidence)

    def test_nothing_is_no_knee(self):
        match = Match((50.0, 50.0), 1.0, False, 0.0)
        assert likeness_at(np.zeros((100, 100)), match) < SURE


class TestFilms:
    @pytest.mark.parametrize("film", WITH_KNEES, ids=lambda film: film["file"])
    def test_knees_turned_cut_and_exposed_at_random_are_found_surely(self, film):
        pixel_mm = REGION_FILMS["pixelSpacingMm"]
        knees = find_knees(image(picture("regionFilms", film["file"]), pixel_mm))
        assert [knee.side for knee in knees] == [truth["side"] for truth in film["knees"]]
        for knee, truth in zip(knees, film["knees"], strict=True):
            assert knee.confidence >= SURE
            error_mm = np.hypot(knee.x - truth["x"], knee.y - truth["y"]) * pixel_mm
            assert error_mm < 10

    @pytest.mark.parametrize(("folder", "file", "pixel_mm"), WITHOUT_KNEE)
    def test_where_the_joint_is_not_seen_from_the_front_none_is_taken(self, folder, file, pixel_mm):
        film = image(picture(folder, file), pixel_mm)
        for side in "RL":
            with pytest.raises(UnusableImageError, match="surely"):
                find_knee(film, side, both_knees=False)

    def test_of_two_knees_the_one_that_was_not_found_surely_is_left_out(self, monkeypatch):
        film: TestFilm = bilateral()
        middle = film.grey.shape[1] * film.pixel_mm / 2 / 2

        def right_one_alone(contrast: np.ndarray, match: Match) -> float:
            return 0.9 if match.place[1] < middle else 0.3

        monkeypatch.setattr(film_region, "likeness_at", right_one_alone)
        whole = image(film.grey, film.pixel_mm)
        assert find_knee(whole, "R", both_knees=True).confidence == 0.9
        with pytest.raises(UnusableImageError, match="this knee of the two .* not found surely"):
            find_knee(whole, "L", both_knees=True)
