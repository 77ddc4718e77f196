"""Knees on films: the same places as the engine's, orientation, the training grid."""

from pathlib import Path

import numpy as np
import pytest
from oai_tree import TestFilm, bilateral, dataset, engine_films, film_file

from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_image import FilmImage, read_film
from knee_synth.oai.film_region import KneeOnFilm, find_knee, find_knees
from knee_synth.oai.template import engine_template, film_template, store_template
from knee_synth.oai.training_film import training_film

ENGINE_TEMPLATE = (
    Path(__file__).parents[3] / "engine" / "src" / "radiograph" / "kneeTemplateData.ts"
)


def image(film: TestFilm, pixel_mm: float | None = None) -> FilmImage:
    known = np.ones(film.grey.shape, bool)
    return FilmImage(film.grey, known, pixel_mm or film.pixel_mm, "PixelSpacing")


def distance_mm(knee: KneeOnFilm, truth: tuple[float, float], pixel_mm: float) -> float:
    return float(np.hypot(knee.x - truth[0], knee.y - truth[1]) * pixel_mm)


class TestFinding:
    def test_the_template_is_the_engines(self, tmp_path):
        store_template(
            tmp_path / "film.npz", *engine_template(ENGINE_TEMPLATE.read_text(encoding="utf-8"))
        )
        with np.load(tmp_path / "film.npz") as expected:
            mean = expected["mean_times_40"] / 40
        assert np.array_equal(film_template().mean, mean), (
            "run python -m knee_synth.oai.make_templates --engine-template"
        )

    def test_single_knees_are_found_as_well_as_by_the_engine(self):
        # The engine's own test: within 5 mm in the median, 10 mm always, and the side by its shape.
        errors, sides = [], []
        for film in engine_films():
            (knee,) = find_knees(image(film))
            errors.append(distance_mm(knee, film.centres["R"], film.pixel_mm))
            sides.append(knee.side)
        assert np.median(errors) < 5
        assert max(errors) < 10
        assert sides.count("R") >= 11

    def test_both_knees_are_found_and_told_apart_by_their_place(self):
        film = bilateral()
        for side in "RL":
            knee = find_knee(image(film), side, both_knees=True)
            assert knee.side == side
            assert distance_mm(knee, film.centres[side], film.pixel_mm) < 10

    def test_a_mirrored_film_is_refused(self):
        film = bilateral()
        half = film.grey.shape[1] // 2
        # Each knee turned over in its place: the fibulae lie on the inside.
        turned = np.concatenate([film.grey[:, :half][:, ::-1], film.grey[:, half:][:, ::-1]], 1)
        with pytest.raises(UnusableImageError, match="mirrored"):
            find_knee(image(TestFilm(turned, film.pixel_mm, {})), "R", both_knees=True)

    def test_a_lone_knee_of_the_other_side_is_not_taken(self):
        film = engine_films()[0]
        with pytest.raises(UnusableImageError, match="other one"):
            find_knee(image(film), "L", both_knees=False)

    def test_without_a_pixel_size_the_condyles_give_the_scale(self):
        film = engine_films()[0]
        unknown = FilmImage(film.grey, np.ones(film.grey.shape, bool), None, "estimated")
        (knee,) = find_knees(unknown)
        assert 0.75 < knee.pixel_mm / film.pixel_mm < 1.33
        assert distance_mm(knee, film.centres["R"], film.pixel_mm) < 10

    def test_stripes_are_no_knee(self):
        y, x = np.mgrid[:160, :160]
        stripes = (np.sin(x / 5) + np.sin(y / 3)).astype(np.float32)
        film = FilmImage(stripes, np.ones(stripes.shape, bool), 1.25, "PixelSpacing")
        assert find_knees(film) == []


class TestReading:
    def test_inverted_films_become_bone_bright(self):
        film = read_film(film_file("9000099"))
        assert np.corrcoef(film.grey.ravel(), bilateral().grey.ravel())[0, 1] > 0.999
        assert (film.pixel_mm, film.spacing_source) == (
            pytest.approx(bilateral().pixel_mm),
            "detector",
        )

    def test_the_calibrated_spacing_comes_first(self):
        film = read_film(film_file("9000099", PixelSpacing=[0.15, 0.15]))
        assert (film.pixel_mm, film.spacing_source) == (pytest.approx(0.15), "PixelSpacing")

    @pytest.mark.parametrize(
        ("orientation", "place"),
        [
            (["L", "F"], (1, 2)),
            (["R", "F"], (1, 3)),
            (["L", "H"], (2, 2)),
            (["F", "L"], (2, 1)),
            ([], (1, 2)),
        ],
    )
    def test_a_film_is_turned_upright(self, orientation, place):
        pixels = np.zeros((4, 6), np.uint16)
        pixels[1, 2] = 9
        ds = dataset("1.2.840.10008.5.1.4.1.1.1", "9000099", "knee", pixels)
        ds.PatientOrientation = orientation or None
        film = read_film(ds)
        assert np.argwhere(film.grey == 9).tolist() == [list(place)]

    @pytest.mark.parametrize(
        ("attributes", "reason"),
        [
            ({"PatientOrientation": ["A", "F"]}, "not a frontal"),
            ({"ImagerPixelSpacing": [0.1, 0.2]}, "not square"),
            ({"PhotometricInterpretation": "RGB"}, "RGB"),
        ],
    )
    def test_films_that_cannot_be_used_say_why(self, attributes, reason):
        with pytest.raises(UnusableImageError, match=reason):
            read_film(film_file("9000099", **attributes))

    def test_padding_is_no_data(self):
        pixels = np.full((4, 6), 7, np.uint16)
        pixels[0], pixels[1] = 4095, 3
        ds = dataset("1.2.840.10008.5.1.4.1.1.1", "9000099", "knee", pixels)
        ds.add_new(0x00280120, "US", 4095)
        assert read_film(ds).known.sum() == 18


class TestTrainingGrid:
    def test_200_mm_around_the_joint_centre_a_left_knee_mirrored(self):
        # 0.3125 mm pixels: two to a pixel of the training film. A bright 4 x 4 block lies 50 mm
        # left and 25 mm below the joint centre.
        grey = np.tile(np.linspace(100, 200, 700, dtype=np.float32), (640, 1))
        x, y = 360, 300
        grey[y + 80 : y + 84, x + 160 : x + 164] = 10000
        film = FilmImage(grey, np.ones(grey.shape, bool), 0.3125, "PixelSpacing")
        for side, column in (("R", 240), ("L", 78)):
            knee = KneeOnFilm(float(x), float(y), side, 0.8, 0.0, 0.3125, 1.0)
            picture, mask = training_film(film, knee, side)
            assert picture.shape == mask.shape == (320, 320)
            spot = np.argwhere(picture[200:202, column : column + 2] == 255)
            assert len(spot) == 4
        # 640 rows hold 200 mm, from row 300 up 93.75 mm: 10 rows of 0.625 mm are missing above.
        assert mask[:10].sum() == 0
        assert mask[10:].all()

    def test_a_knee_at_the_very_edge_is_refused(self):
        grey = np.tile(np.linspace(0, 1, 200, dtype=np.float32), (200, 1))
        film = FilmImage(grey, np.ones(grey.shape, bool), 0.625, "PixelSpacing")
        with pytest.raises(UnusableImageError, match="edge"):
            training_film(film, KneeOnFilm(199.0, 199.0, "R", 0.8, 0.0, 0.625, 1.0), "R")
