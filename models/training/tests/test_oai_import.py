"""An OAI-shaped download, awkward as real ones are, into a cache that training reads."""

import json
from pathlib import Path

import numpy as np
import pytest
from oai_tree import dess_files, film_file, sagittal, write_archive, write_series
from pydicom.uid import ExplicitVRBigEndian, RLELossless

from knee_synth.__main__ import main
from knee_synth.data import CacheError, list_knees
from knee_synth.readings import NOT_READ, encode_readings

TABLE = """ID|SIDE|READPRJ|V00BARCDBU|V00XRKL|V00XRJSM|V00XROSFM|V00XRSCFM
9000099|1: Right|37|016600593813|3|2: 2|1: 1|.A: Not Expected
9000099|1: Right|15|016600593813|2|1: 1|.: Missing Form/Incomplete Workbook|1: 1
9000099|2: Left|42|016600111111|0||0: 0|0: 0
9001104|1: Right|15|016600610001|4|3: 3|3: 3|2: 2
9999999|1: Right|15|016600999999|1|0: 0|0: 0|0: 0
"""
CONTENTS = """Folder,ParticipantID,StudyDate,Barcode,StudyDescription,SeriesDescription
0.C.2/9000099/20040909/10593812,9000099,20040909,016610593812,,SAG_3D_DESS_LEFT
0.C.2/9000296/20040910/10600009,9000296,20040910,016610600009,,SAG_3D_DESS_RIGHT
0.C.2/9005000/20040910/10700009,9005000,20040910,016610700009,,SAG_3D_DESS_RIGHT
"""


def make_download(root: Path) -> None:
    release = root / "00m" / "0.C.2"

    def dess(person: str, label: str, offset=(0, 0, 0), side: str | None = None):
        return dess_files(person, label, sagittal(side or label, offset))

    # A person as it should be: one series still packed, a localiser beside it.
    day = release / "9000099" / "20040909"
    write_archive(day / "10593811.tar.gz", dess("9000099", "R", (4, -6, 3)))
    write_series(day / "10593812", dess("9000099", "L", (-5, 8, -4)))
    write_series(day / "00593813", [film_file("9000099")])
    write_series(day / "10593801", dess_files("9000099", "R", sagittal("R")[:1], "MP_LOCATOR_R"))
    # Missing slices on the right; big endian on the left; a compressed film.
    day = release / "9000296" / "20040910"
    write_series(day / "10600001", [ds for i, ds in enumerate(dess("9000296", "R")) if i // 4 != 5])
    write_series(day / "10600002", dess("9000296", "L"), ExplicitVRBigEndian)
    write_series(day / "00600003", [film_file("9000296")], RLELossless)
    # No MRI at all.
    write_series(release / "9001104" / "20040911" / "00610001", [film_file("9001104")])
    # A right knee labelled as a left one, and a series whose tags contradict each other.
    day = release / "9001400" / "20040912"
    write_series(day / "10620001", dess("9001400", "L", side="R"))
    contradicting = dess("9001400", "R")
    for ds in contradicting:
        ds.Laterality = "L"
    write_series(day / "10620002", contradicting)
    write_series(day / "00620003", [film_file("9001400")])
    # A film cut short; a first scan with a slice cut short, then a good one.
    day = release / "9001695" / "20040913"
    write_series(day / "10630001", dess("9001695", "R"))
    cut = day / "10630001" / "030"
    cut.write_bytes(cut.read_bytes()[:900])
    write_series(day / "10630002", dess("9001695", "R"))
    write_series(day / "00630003", [film_file("9001695")])
    write_series(release / "9001700" / "20040914" / "10640001", dess("9001700", "R"))
    write_series(release / "9001700" / "20040914" / "00640002", [film_file("9001700")])
    film = release / "9001700" / "20040914" / "00640002" / "001"
    film.write_bytes(film.read_bytes()[:20000])
    (release / "9001700" / "20040914" / "notes.pdf").write_bytes(b"%PDF-1.4")
    (root / "00m" / "contents.csv").write_text(CONTENTS, encoding="utf-8")
    (root / "tables").mkdir()
    (root / "tables" / "kXR_SQ_BU00.txt").write_text(TABLE, encoding="utf-8")


@pytest.fixture(scope="module")
def download(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("oai")
    make_download(root)
    return root


@pytest.fixture(scope="module")
def imported(download: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("imported")
    shares = ["--test-share", "0.3", "--val-share", "0.3"]
    assert main(["import-oai", str(download), "--out", str(cache), "--workers", "1", *shares]) == 0
    return cache


def report_of(cache: Path) -> dict:
    return json.loads((cache / "import_report.json").read_text(encoding="utf-8"))


def reasons(cache: Path) -> set[tuple[str, str, str]]:
    return {
        (entry["what"], entry["where"].split("0.C.2/")[-1], entry["reason"])
        for entry in report_of(cache)["not_used"]
    }


class TestCache:
    def test_the_usable_knees_are_in_the_cache_paired_by_person_visit_and_side(self, imported):
        knees = list_knees(imported)
        assert [(k.meta["person"], k.meta["visit"], k.meta["side"]) for k in knees] == [
            ("9000099", "V00", "L"),
            ("9000099", "V00", "R"),
            ("9000296", "V00", "L"),
            ("9001695", "V00", "R"),
        ]
        assert {k.meta["mri"]["series"].split("/")[-1] for k in knees} == {
            "10593811.tar.gz",
            "10593812",
            "10600002",
            "10630002",
        }

    def test_a_file_has_the_arrays_of_a_simulated_knee_but_no_labels(self, imported):
        knee = list_knees(imported)[1]
        assert knee.load("mri").dtype == np.uint8
        assert knee.load("film").dtype == knee.load("film_mask").dtype == np.uint8
        assert np.isnan(knee.load("jsw_mm")).all()
        with pytest.raises(CacheError, match="only simulated knees"):
            knee.load("labels")

    def test_both_knees_lie_the_same_way_round_with_the_joint_in_the_middle(self, imported):
        # The fixture's two knees: cartilage lies within 25 mm of the joint line, and the fibula's
        # side of the picture has the lateral muscles; the volumes of one anatomy look alike.
        left, right = (knee.load("mri").astype(float) for knee in list_knees(imported)[:2])
        alike = np.corrcoef(left.ravel(), right.ravel())[0, 1]
        mirrored = np.corrcoef(left[:, :, ::-1].ravel(), right.ravel())[0, 1]
        assert alike > 0.6
        assert alike > mirrored + 0.1

    def test_readings_come_from_the_row_of_the_first_project(self, imported):
        left, right, unread = (knee.load("readings") for knee in list_knees(imported)[:3])
        # KL, JSN medial, JSN lateral (no column), osteophytes femur medial (missing in project 15).
        assert right[:4].tolist() == [2, 1, NOT_READ, NOT_READ]
        assert left[:4].tolist() == [0, NOT_READ, NOT_READ, 0]
        assert (unread == NOT_READ).all()
        assert encode_readings(np.stack([left, right, unread])).shape == (3, 84)

    def test_persons_are_in_one_split_and_every_split_has_some(self, imported):
        split_of: dict[str, set[str]] = {}
        for knee in list_knees(imported):
            split_of.setdefault(knee.meta["person_id"], set()).add(knee.split)
        assert all(len(splits) == 1 for splits in split_of.values())


class TestReport:
    @pytest.mark.parametrize(
        "entry",
        [
            ("DESS series", "9000296/20040910/10600001", "4 slices are missing between the others"),
            ("knee", "9000296 V00 R", "no usable DESS series"),
            ("knee", "9001104 V00 R", "a radiograph but no DESS series of this side"),
            ("knee", "9001104 V00 L", "a radiograph but no DESS series of this side"),
            ("readings", "9001104 V00 R", "no MRI and radiograph of this knee and visit"),
            (
                "DESS series",
                "9001400/20040912/10620001",
                "labelled as a left knee, but by its shape it is the other knee",
            ),
            (
                "DESS series",
                "9001400/20040912/10620002",
                "its description and its attributes name different sides",
            ),
            (
                "DESS series",
                "9001695/20040913/10630001",
                "another one of this knee and visit was used",
            ),
            ("radiograph", "9001700/20040914/00640002", "its pixels are missing or cut off"),
            ("knee", "9001700 V00 R", "no usable radiograph"),
            ("file", "9001700/20040914/notes.pdf", "not a DICOM image, or cut off in its header"),
            (
                "series",
                "9000296/20040910/10600009",
                "named in 00m/contents.csv but not in the download",
            ),
            (
                "reading row",
                "tables/kXR_SQ_BU00.txt:2",
                "project 15 was taken before project 37",
            ),
        ],
    )
    def test_what_was_not_used_is_listed_with_its_reason(self, imported, entry):
        assert entry in reasons(imported)

    def test_films_larger_than_the_knee_by_an_unknown_factor_are_counted(self, imported):
        (remark,) = (text for text in report_of(imported)["remarks"] if "larger" in text)
        assert remark.startswith("4 knees") and "no magnification" in remark

    def test_series_of_no_use_and_strangers_are_counted(self, imported):
        remarks = report_of(imported)["remarks"]
        assert "1 series of no use here: MR MP_LOCATOR_R" in remarks
        assert "1 knees with readings are of persons without any image here" in remarks

    def test_a_knee_carries_its_own_remarks(self, imported):
        left, right, unread = report_of(imported)["knees"][:3]
        assert left["remarks"] == ["the readings are of a film with another barcode"]
        assert right["remarks"] == []
        assert "no row of this knee" in unread["remarks"][0]

    def test_nothing_usable_is_a_failure_that_says_so(self, tmp_path, capsys):
        (tmp_path / "empty").mkdir()
        out = ["--out", str(tmp_path / "cache")]
        assert main(["import-oai", str(tmp_path / "empty"), *out]) == 1
        assert "0 knees" in capsys.readouterr().out
        assert main(["import-oai", str(tmp_path / "nowhere"), *out]) == 1
        assert "no folder nowhere" in capsys.readouterr().err


class TestGoingOn:
    def test_a_second_run_lists_again_what_the_first_one_left_out(self, download, imported):
        before = reasons(imported)
        assert main(["import-oai", str(download), "--out", str(imported), "--workers", "1"]) == 0
        assert reasons(imported) == before

    def test_a_second_run_keeps_the_files_and_adds_what_is_missing(self, download, imported):
        first = list_knees(imported)
        lost, kept = first[0].path, first[1].path
        before, bytes_lost = kept.stat().st_mtime_ns, lost.read_bytes()
        lost.unlink()
        assert main(["import-oai", str(download), "--out", str(imported), "--workers", "1"]) == 0
        assert kept.stat().st_mtime_ns == before
        with np.load(lost) as again:
            assert np.array_equal(again["mri"], first[0].load("mri"))
        assert bytes_lost == lost.read_bytes()
        assert [(k.knee_id, k.split) for k in list_knees(imported)] == [
            (k.knee_id, k.split) for k in first
        ]
