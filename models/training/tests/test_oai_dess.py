"""DESS series to coronal volumes: geometry on analytic phantoms, joint centre on simulated ones."""

import numpy as np
import pytest
from oai_tree import VOXEL_MM, coronal, dess_files, encode, sagittal
from pydicom.uid import ExplicitVRBigEndian, RLELossless

from knee_synth.geometry import SLICE_PIXEL_MM, SLICE_SPACING_MM
from knee_synth.oai.coronal import AIR_GREY, MUSCLE_GREY, tissue_levels, to_coronal
from knee_synth.oai.dess_centre import find_dess_centre
from knee_synth.oai.dess_volume import DessVolume, read_dess
from knee_synth.oai.dicom_files import pixels_of, read_dicom
from knee_synth.oai.errors import UnusableImageError

#: Anterior, inferior, left.
OFFSET_MM = (6.0, -9.0, 4.0)


def stack_with_spot(slice_index: int, row: int, column: int) -> np.ndarray:
    """60 sagittal slices, 90 rows x 80 columns, one bright voxel."""
    stack = np.full((60, 90, 80), 100, np.uint16)
    stack[slice_index, row, column] = 4000
    return stack


class TestReading:
    def test_axes_run_posterior_to_anterior_superior_to_inferior_right_to_left(self):
        # Sagittal pictures show anterior on their left: column 10 is far forward.
        volume, remarks = read_dess(dess_files("9000099", "R", stack_with_spot(5, 20, 10)))
        assert volume.signal.shape == (80, 90, 60)
        assert np.argwhere(volume.signal > 1000).tolist() == [[69, 20, 5]]
        assert volume.spacing_mm == pytest.approx((VOXEL_MM,) * 3)
        assert remarks == []

    def test_slices_from_left_to_right_and_pictures_upside_down_are_put_straight(self):
        files = dess_files("9000099", "R", stack_with_spot(5, 20, 10))
        for ds in files:
            top = np.array(ds.ImagePositionPatient, float)
            top[2] -= (ds.Rows - 1) * VOXEL_MM
            ds.ImagePositionPatient = [f"{value:.6g}" for value in top]
            ds.ImageOrientationPatient = [0, 1, 0, 0, 0, 1]
            ds.PixelData = ds.pixel_array[::-1].astype("<u2").tobytes()
        volume, _ = read_dess(files[::-1])
        assert np.argwhere(volume.signal > 1000).tolist() == [[69, 20, 5]]

    def test_missing_slices_are_counted(self):
        files = dess_files("9000099", "R", sagittal("R"))
        with pytest.raises(UnusableImageError, match="4 slices are missing"):
            read_dess(files[:20] + files[24:])

    def test_a_series_cut_short_is_incomplete(self):
        files = dess_files("9000099", "R", sagittal("R"))
        with pytest.raises(UnusableImageError, match="incomplete"):
            read_dess(files[:40])

    def test_a_slice_without_pixels_is_named(self):
        files = dess_files("9000099", "R", sagittal("R"))
        files[11].PixelData = files[11].PixelData[:500]
        with pytest.raises(UnusableImageError, match="slice 12: its pixels are missing or cut off"):
            read_dess(files)

    def test_slices_of_different_size_are_of_different_contrasts(self):
        files = dess_files("9000099", "R", stack_with_spot(5, 20, 10))
        files += dess_files("9000099", "R", stack_with_spot(5, 20, 10)[:, :40])[:7]
        volume, (remark,) = read_dess(files)
        assert volume.signal.shape == (80, 90, 60)
        assert "several contrasts" in remark

    def test_a_stack_of_thick_slices_is_no_dess(self):
        files = dess_files("9000099", "R", sagittal("R"))[::3]
        with pytest.raises(UnusableImageError, match="4.20 mm apart are no 3D DESS"):
            read_dess(files)

    def test_a_coronal_stack_is_no_sagittal_one(self):
        files = dess_files("9000099", "R", sagittal("R"))
        for ds in files:
            x, y, z = ds.ImagePositionPatient
            ds.ImagePositionPatient, ds.ImageOrientationPatient = [y, x, z], [1, 0, 0, 0, 0, -1]
        with pytest.raises(UnusableImageError, match="not sagittal"):
            read_dess(files)

    def test_doubled_slices_are_left_out_with_a_remark(self):
        files = dess_files("9000099", "R", stack_with_spot(5, 20, 10))
        volume, remarks = read_dess([*files, files[7]])
        assert volume.signal.shape[2] == 60
        assert remarks == ["1 slices lie where another one does; left out"]

    def test_of_two_echoes_the_shorter_is_taken_with_a_remark(self):
        late = dess_files("9000099", "R", stack_with_spot(50, 20, 10))
        for ds in late:
            ds.EchoTime = "12.1"
        early = dess_files("9000099", "R", stack_with_spot(5, 20, 10))
        volume, (remark,) = read_dess(late + early)
        assert np.argwhere(volume.signal > 1000)[0, 2] == 5
        assert "TE 4.7 ms (60), TE 12.1 ms (60)" in remark

    @pytest.mark.parametrize("syntax", [ExplicitVRBigEndian, RLELossless])
    def test_big_endian_and_compressed_files_hold_the_same_pixels(self, syntax, tmp_path):
        stack = stack_with_spot(5, 20, 10)
        (tmp_path / "001").write_bytes(encode(dess_files("9000099", "R", stack)[5], syntax))
        read = read_dicom(tmp_path / "001", header_only=False)
        assert np.array_equal(pixels_of(read), stack[5])

    def test_a_file_that_ends_too_early_is_unusable(self, tmp_path):
        content = encode(dess_files("9000099", "R", sagittal("R"))[5])
        (tmp_path / "001").write_bytes(content[: len(content) // 2])
        with pytest.raises(UnusableImageError, match="cut off"):
            pixels_of(read_dicom(tmp_path / "001", header_only=False))
        (tmp_path / "002").write_bytes(content[:200])
        with pytest.raises(UnusableImageError):
            read_dicom(tmp_path / "002", header_only=False)


class TestReformatting:
    def test_a_volume_on_the_grid_itself_comes_back_in_other_grey(self):
        volume = np.repeat(np.repeat(coronal("R"), 4, axis=1), 4, axis=2)
        spacing = (SLICE_SPACING_MM, SLICE_PIXEL_MM, SLICE_PIXEL_MM)
        centre = tuple((n - 1) / 2 for n in volume.shape)
        made, covered = to_coronal(DessVolume(7 * volume + 90, spacing), centre, "R")
        air, muscle = tissue_levels(volume)
        expected = (volume - air) * (MUSCLE_GREY - AIR_GREY) / (muscle - air) + AIR_GREY
        assert np.abs(made - np.clip(expected, 0, 255)).max() <= 1
        assert covered == 1.0

    def test_what_is_bright_lands_at_its_millimetres_and_a_left_knee_is_mirrored(self):
        # A spot 8.8 mm anterior, 21.875 mm inferior, 10.9375 mm left of the joint centre.
        signal = np.zeros((150, 300, 300), np.float32)
        signal[::7] += 1.0
        place = (75 + 8.8 / 0.8, 150 + 21.875 / 0.5, 150 + 10.9375 / 0.5)
        at = tuple(round(v) for v in place)
        signal[at[0] - 3 : at[0] + 4, at[1] - 2 : at[1] + 3, at[2] - 2 : at[2] + 3] = 50.0
        volume = DessVolume(signal, (0.8, 0.5, 0.5))
        for side, sign in (("R", 1), ("L", -1)):
            made, _ = to_coronal(volume, (75.0, 150.0, 150.0), side)
            weight = (made == made.max()).astype(float)
            middle = [
                np.average(np.arange(n), weights=weight.sum(tuple({0, 1, 2} - {axis})))
                for axis, n in enumerate(made.shape)
            ]
            assert middle[0] == pytest.approx(24.5 + 8.8 / SLICE_SPACING_MM, abs=0.6)
            assert middle[1] == pytest.approx(127.5 + 21.875 / SLICE_PIXEL_MM, abs=1)
            assert middle[2] == pytest.approx(127.5 + sign * 10.9375 / SLICE_PIXEL_MM, abs=1)

    def test_beyond_the_scan_is_air_and_half_a_knee_is_refused(self):
        volume, _ = read_dess(dess_files("9000099", "R", sagittal("R")))
        middle = tuple((n - 1) / 2 for n in volume.signal.shape)
        made, covered = to_coronal(volume, middle, "R")
        # 112 of 140 mm are scanned in width: 14 mm of air on either side.
        assert covered == pytest.approx(0.8, abs=0.02)
        assert (made[:, :, :24] == round(AIR_GREY)).all()
        assert (made[:, :, -24:] == round(AIR_GREY)).all()
        with pytest.raises(UnusableImageError, match="covers"):
            to_coronal(volume, (0.0, middle[1], 0.0), "R")

    def test_muscle_and_air_get_their_grey_at_any_scale(self):
        rng = np.random.default_rng(5)
        # Shares as in a knee: air, fat and marrow, muscle, fluid.
        levels = rng.choice([3.0, 25.0, 150.0, 220.0], (40, 60, 60), p=[0.35, 0.35, 0.28, 0.02])
        signal = (levels + rng.normal(0, 2, levels.shape)).astype(np.float32)
        air, muscle = tissue_levels(13 * signal)
        assert muscle == pytest.approx(13 * 150, rel=0.02)
        assert air == pytest.approx(13 * 3, abs=13 * 6)


class TestJointCentre:
    def test_it_is_found_within_6_mm_wherever_the_scan_lies(self):
        for side in "RL":
            volume, _ = read_dess(dess_files("9000099", side, sagittal(side, OFFSET_MM)))
            centre = find_dess_centre(volume, side)
            middle = (np.array(volume.signal.shape) - 1) / 2
            truth = middle - np.array(OFFSET_MM) / VOXEL_MM
            assert np.linalg.norm((np.array(centre.place) - truth) * VOXEL_MM) < 6

    def test_a_knee_labelled_as_the_other_one_is_refused(self):
        volume, _ = read_dess(dess_files("9000099", "L", sagittal("R", OFFSET_MM)))
        with pytest.raises(UnusableImageError, match="labelled as a left knee"):
            find_dess_centre(volume, "L")

    def test_no_knee_is_found_in_noise(self):
        rng = np.random.default_rng(2)
        noise = rng.normal(100, 20, (70, 70, 60)).astype(np.float32)
        with pytest.raises(UnusableImageError, match="no knee"):
            find_dess_centre(DessVolume(noise, (2.0, 2.0, 2.0)), "R")
