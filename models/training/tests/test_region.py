"""The engine's average knee, and the films that its proposals are measured on."""

import json
import re
from base64 import b64decode

import numpy as np
import pytest
from oai_tree import engine_films

from knee_synth.oai.template import engine_template
from knee_synth.region.examples import contrast_of, found_on, read_films
from knee_synth.region.films import (
    LEAST_MM,
    Centre,
    RegionFilm,
    shaft_film,
    varied_film,
    whole_film,
)
from knee_synth.region.likeness import CELL, CELLS, Likeness, Place, features_at, fit
from knee_synth.region.likeness import engine_source as likeness_source
from knee_synth.region.make_films import write_films
from knee_synth.region.make_likeness import collect
from knee_synth.region.template import COLUMNS, ROWS, average, engine_source, patch_of
from knee_synth.region.write_fixtures import reduced
from knee_synth.simulate.demo_film import Film, KneeOnFilm

PIXEL_MM = 0.5
WHOLE = (582, 404)


def film_with_dots(*sides: str) -> Film:
    """A dark film with a dot of 3 mm on each joint centre, which lies in the middle of its half."""
    rows, columns = WHOLE
    pixels = np.zeros((rows, columns * len(sides)), np.uint16)
    knees = []
    for index, side in enumerate(sides):
        row, column = (rows - 1) / 2, index * columns + (columns - 1) / 2
        at = slice(int(row) - 2, int(row) + 4), slice(int(column) - 2, int(column) + 4)
        pixels[at] = 4095
        knees.append(KneeOnFilm(side, (row, column)))
    return Film(pixels, PIXEL_MM, False, tuple(knees))


def brightest_near(film: RegionFilm, knee: Centre) -> np.ndarray:
    """Mean place (x, y) from the film's corner of the brightest pixels within 20 mm."""
    reach = int(20 / film.pixel_mm)
    top, left = max(0, int(knee.y) - reach), max(0, int(knee.x) - reach)
    part = film.pixels[top : top + 2 * reach, left : left + 2 * reach].astype(float)
    row, column = np.argwhere(part > 0.7 * part.max()).mean(0)
    return np.array([left + column + 0.5, top + row + 0.5])


class TestFilms:
    @pytest.mark.parametrize("sides", [("R",), ("L",), ("R", "L")])
    @pytest.mark.parametrize("seed", range(5))
    def test_joint_centres_go_where_the_picture_goes(self, sides, seed):
        film = varied_film(film_with_dots(*sides), 7, np.random.default_rng(seed))
        assert [knee.side for knee in film.knees] == list(sides)
        for knee in film.knees:
            assert brightest_near(film, knee) == pytest.approx([knee.x, knee.y], abs=0.5)

    def test_a_crop_leaves_the_joint(self):
        above, below, beside = (mm / PIXEL_MM for mm in LEAST_MM)
        sizes = set()
        for seed in range(20):
            film = varied_film(film_with_dots("R"), 7, np.random.default_rng(seed))
            (knee,), (rows, columns) = film.knees, film.pixels.shape
            sizes.add((rows, columns))
            assert knee.y > above - 1 and rows - knee.y > below - 1
            assert min(knee.x, columns - knee.x) > beside - 1
        assert len(sizes) == 20

    def test_a_whole_film_keeps_its_grey_and_counts_from_its_corner(self):
        film = whole_film(film_with_dots("R"), 7)
        assert (film.pixels.min(), film.pixels.max()) == (0, 255)
        assert film.knees == (Centre("R", WHOLE[1] / 2, WHOLE[0] / 2),)

    def test_a_shaft_is_without_its_joint(self):
        heights = set()
        for seed in range(8):
            film = shaft_film(film_with_dots("R"), 7, np.random.default_rng(seed))
            heights.add(film.pixels.shape[0])
            assert film.knees == ()
            assert film.pixels.max() == 0
        assert len(heights) > 1

    def test_what_is_written_says_where_each_film_is(self, tmp_path):
        films = [
            RegionFilm("whole", 1, np.full((2, 3), 5, np.uint8), 0.5, (Centre("L", 1.5, 1.0),)),
            RegionFilm("shaft", 2, np.full((4, 2), 9, np.uint8), 0.5, ()),
        ]
        write_films(iter(films), tmp_path)
        index = [json.loads(line) for line in (tmp_path / "films.jsonl").read_text().splitlines()]
        assert (tmp_path / "films.bin").read_bytes() == b"\5" * 6 + b"\t" * 8
        assert [(f["offset"], f["rows"], f["columns"]) for f in index] == [(0, 2, 3), (6, 4, 2)]
        assert index[0]["knees"] == [{"side": "L", "x": 1.5, "y": 1.0}]


class TestTemplate:
    def test_a_knee_is_brought_to_condyles_of_80_mm(self):
        # Condyles of 100 mm: a dot 20 mm beside and 10 mm below the joint centre comes to lie
        # 16 and 8 mm from it, which is 8 and 4 samples.
        film, mask = np.zeros((320, 320), np.uint8), np.ones((320, 320), np.uint8)
        film[174:178, 190:194] = 255
        contrast, known = patch_of(film, mask, 100.0)
        assert contrast.shape == known.shape == (ROWS, COLUMNS)
        assert known.all()
        peak = np.unravel_index(contrast.argmax(), contrast.shape)
        assert peak == (ROWS // 2 + 4, COLUMNS // 2 + 8)

    def test_what_lies_beyond_a_border_counts_for_nothing(self):
        rng = np.random.default_rng(3)
        film = rng.integers(60, 90, (320, 320)).astype(np.uint8)
        mask = np.ones((320, 320), np.uint8)
        mask[:, :112] = 0
        film[mask == 0] = 255
        contrast, known = patch_of(film, mask, 80.0)
        # 30 mm from the joint centre, which is column 30: 15 samples.
        assert not known[:, : COLUMNS // 2 - 15].any()
        assert known[:, COLUMNS // 2 - 14 :].all()
        assert np.abs(contrast[known]).max() < 4

    def test_places_are_averaged_over_the_films_that_show_them(self):
        values, known = np.zeros((4, ROWS, COLUMNS)), np.ones((4, ROWS, COLUMNS), bool)
        values[:, 0, 0], values[:, 5, 5] = [1, 2, 3, 100], [2, 2, 4, 4]
        known[3, 0, 0] = False
        mean, spread = average(zip(values, known, strict=True))
        assert (mean[0, 0], mean[5, 5]) == (2, 3)
        assert (spread[0, 0], spread[5, 5]) == (pytest.approx(np.sqrt(2 / 3)), 1)
        known[:, 0, 0] = False
        with pytest.raises(ValueError, match="more films"):
            average(zip(values, known, strict=True))

    def test_the_source_holds_the_numbers(self):
        rng = np.random.default_rng(2)
        mean, spread = rng.uniform(-2, 2, (ROWS, COLUMNS)), rng.uniform(0, 2, (ROWS, COLUMNS))
        read_mean, read_spread, grid_mm = engine_template(engine_source(mean, spread))
        assert np.abs(read_mean - mean).max() <= 0.5 / 40
        assert np.abs(read_spread - spread).max() <= 0.5 / 80
        assert grid_mm == 2


def slope(rows: int, columns: int) -> np.ndarray:
    """3 for every row and 2 for every column."""
    y, x = np.mgrid[:rows, :columns].astype(float)
    return 3 * y + 2 * x


class TestLikeness:
    @pytest.mark.parametrize(("scale", "mirrored"), [(1.0, False), (0.9, False), (1.15, True)])
    def test_features_are_means_of_cells_of_the_knees_size_and_side(self, scale, mirrored):
        # The mean of a linear picture over a cell is its value in the middle of the cell.
        features = features_at(slope(130, 110), Place(60.25, 50.5, scale, mirrored))
        down = (np.arange(CELLS[0]) - CELLS[0] // 2) * CELL * scale
        across = (np.arange(CELLS[1]) - CELLS[1] // 2) * CELL * scale * (-1 if mirrored else 1)
        expected = 3 * (60.25 + down[:, None]) + 2 * (50.5 + across[None])
        assert features.reshape(CELLS) == pytest.approx(expected, abs=1e-3)

    def test_a_turn_takes_what_lies_below_from_the_right(self):
        # By a right angle: what was below the centre is looked for on its right.
        features = features_at(slope(130, 130), Place(65, 65, 1.0, False), turn_deg=90)
        below, middle = features.reshape(CELLS)[[-1, CELLS[0] // 2], CELLS[1] // 2]
        assert below - middle == pytest.approx(2 * CELL * (CELLS[0] // 2), abs=1e-3)

    def test_a_model_tells_apart_what_can_be_told(self):
        rng = np.random.default_rng(4)
        features = 0.5 * rng.standard_normal((400, CELLS[0] * CELLS[1]))
        is_knee = rng.random(400) < 0.5
        features[:, 200] += np.where(is_knee, 1.5, -1.5)
        model = fit(features[:300], is_knee[:300], np.ones(300), 1e-3)
        right = (model.logits(features[300:]) > 0) == is_knee[300:]
        assert right.mean() > 0.95
        assert model.weights.argmax() == 200

    def test_the_source_holds_the_model(self):
        weights = np.linspace(-0.5, 0.3, CELLS[0] * CELLS[1])
        source = likeness_source(Likeness(weights, -1.25))
        number = {
            name: float(re.search(rf"{name} = (\S+);", source)[1])
            for name in ("BIAS", "WEIGHT_STEP")
        }
        stored = np.frombuffer(b64decode(re.search(r"'(\S+)'", source)[1]), np.int8)
        assert number["BIAS"] == -1.25
        assert stored * number["WEIGHT_STEP"] == pytest.approx(weights, abs=0.51 * 0.5 / 127)


class TestExamples:
    def test_a_knee_found_is_one_and_what_is_found_elsewhere_a_mistake(self):
        (film,) = [each for each in engine_films() if each.centres["R"] == (80, 65)]
        centre = [n * film.pixel_mm / 2 - 0.5 for n in film.centres["R"][::-1]]
        contrast = contrast_of(film.grey, film.pixel_mm)
        found = list(found_on(contrast, [(tuple(centre), "R")], 3))
        kinds = [example.kind for example in found]
        assert kinds.count("knee") == 1
        assert "mistaken" in kinds
        assert {example.kind for example in found_on(contrast, [], 3)} == {"mistaken"}

    def test_films_are_read_as_they_were_written(self, tmp_path):
        film = RegionFilm(
            "varied", 101, np.arange(6, dtype=np.uint8).reshape(2, 3), 0.5, (Centre("L", 1.5, 1),)
        )
        write_films(iter([film, film]), tmp_path)
        for read in read_films(tmp_path):
            assert (read.kind, read.knee_id, read.knees) == ("varied", 101, film.knees)
            assert np.array_equal(read.pixels, film.pixels)

    def test_films_of_test_knees_make_no_model(self, tmp_path, knee_cache):
        film = RegionFilm("varied", 99, np.zeros((90, 90), np.uint8), 2.0, ())
        write_films(iter([film]), tmp_path)
        with pytest.raises(ValueError, match="test knees"):
            collect(knee_cache, tmp_path, 0)

    def test_a_film_kept_for_the_engine_keeps_its_joint_centre(self):
        # A dot at the joint centre of a film of 0.5 mm, on pixels of 1.25 mm.
        film = whole_film(film_with_dots("R"), 7)
        pixels, knees = reduced(film)
        assert pixels.shape == (232, 161)
        row, column = np.argwhere(pixels > 0.6 * pixels.max()).mean(0)
        assert [column + 0.5, row + 0.5] == pytest.approx([knees[0]["x"], knees[0]["y"]], abs=0.5)
