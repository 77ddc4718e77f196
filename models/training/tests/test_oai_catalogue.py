"""Finding series in downloads that lie in other orders than the OAI's own."""

from pathlib import Path

import pytest
from oai_tree import dess_files, encode, film_file, sagittal, write_archive, write_series

from knee_synth.oai.catalogue import DESS, FILM, Series, catalogue
from knee_synth.oai.report import ImportReport


def look(root: Path, unnamed_visit: str | None = None) -> tuple[list[Series], ImportReport]:
    report = ImportReport()
    return catalogue(root, report, unnamed_visit).series, report


@pytest.fixture(scope="module")
def slices():
    return dess_files("9000099", "R", sagittal("R")[:4])


def test_files_in_one_heap_are_sorted_by_their_series(tmp_path, slices):
    left = dess_files("9000099", "L", sagittal("L")[:3])
    for number, ds in enumerate([*slices, film_file("9000099"), *left]):
        (tmp_path / f"IM{number:04d}.dcm").write_bytes(encode(ds))
    series, report = look(tmp_path, unnamed_visit="V00")
    found = {(each.kind, each.side): each for each in series}
    assert set(found) == {(DESS, "R"), (DESS, "L"), (FILM, None)}
    assert found[DESS, "L"].names == ("IM0005.dcm", "IM0006.dcm", "IM0007.dcm")
    assert {(each.person, each.visit) for each in series} == {("9000099", "V00")}
    assert report.left_out == []


def test_a_visit_that_nobody_names_is_asked_for(tmp_path, slices):
    write_series(tmp_path / "scan", slices)
    series, report = look(tmp_path)
    assert series == []
    (entry,) = report.left_out
    assert (entry.what, entry.where) == (DESS, "scan")
    assert "--unnamed-visit" in entry.reason


def test_a_trial_time_point_names_the_visit(tmp_path, slices):
    for ds in slices:
        ds.ClinicalTrialTimePointDescription = "24 month"
    write_series(tmp_path / "scan", slices)
    for ds in slices:
        del ds.ClinicalTrialTimePointDescription
    (series,), _ = look(tmp_path)
    assert series.visit == "V03"


def test_another_person_than_the_folders_is_not_taken(tmp_path, slices):
    write_series(tmp_path / "0.C.2" / "9000296" / "20040909" / "10593811", slices)
    series, report = look(tmp_path)
    assert series == []
    assert report.left_out[0].reason == "its PatientID is not that of the folder it lies in"


def test_a_contents_list_describes_series_that_do_not_describe_themselves(tmp_path):
    folder = "0.C.2/9000099/20040909/10593811"
    write_series(tmp_path / folder, dess_files("9000099", "R", sagittal("R")[:2], " "))
    (tmp_path / "contents.csv").write_text(
        f"Folder,ParticipantID,SeriesDescription\n{folder},9000099,SAG_3D_DESS_LEFT\n",
        encoding="utf-8",
    )
    (series,), report = look(tmp_path)
    assert (series.kind, series.side) == (DESS, "L")
    assert report.left_out == []


@pytest.mark.parametrize(
    "description", ["PA Right Hand", "AP Pelvis", "Full Limb Knee", "Unilateral Lateral Knee"]
)
def test_other_radiographs_are_of_no_use(tmp_path, description):
    film = film_file("9000099")
    film.SeriesDescription = description
    write_series(tmp_path / "0.C.2" / "9000099" / "20040909" / "00593813", [film])
    series, report = look(tmp_path)
    assert series == []
    assert report.remarks == [f"1 series of no use here: CR {description}"]


def test_a_series_of_which_nothing_came_is_listed(tmp_path):
    day = tmp_path / "00m" / "0.C.2" / "9000296" / "20040909"
    (day / "10593811").mkdir(parents=True)
    write_archive(day / "10593812.tar.gz", [])
    series, report = look(tmp_path)
    assert series == []
    listed = {(entry.what, Path(entry.where).name, entry.reason) for entry in report.left_out}
    reason = "it holds no image; download it again"
    assert listed == {
        ("series", "10593811", reason),
        ("archive", "10593812.tar.gz", reason),
    }
