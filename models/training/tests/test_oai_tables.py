"""Tables of readings, names of an OAI download, splits."""

from pathlib import Path, PurePosixPath

import numpy as np
import pytest

from knee_synth.oai.errors import OaiError
from knee_synth.oai.layout import facts_of, same_image, visit_of_text
from knee_synth.oai.readings_table import ReadingTables, load_tables
from knee_synth.oai.report import ImportReport
from knee_synth.oai.splits import CacheIndex
from knee_synth.readings import NOT_READ, READINGS

PLACE = {reading.name: index for index, reading in enumerate(READINGS)}


def read(folder: Path, **tables: str) -> tuple[ReadingTables, ImportReport]:
    files = []
    for name, text in tables.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="latin-1")
    report = ImportReport()
    return load_tables(files, folder, report), report


def grade(tables: ReadingTables, key: tuple[str, str, str], name: str) -> int:
    readings = tables.of(key)
    assert readings is not None
    return int(readings.grades[PLACE[name]])


class TestReadings:
    def test_a_row_gives_the_grades_of_its_knee_and_visit(self, tmp_path):
        tables, report = read(
            tmp_path,
            kXR_SQ_BU00="ID|SIDE|READPRJ|V00XRKL|V00XROSFM\n9000099|1|15|3|2\n9000099|2|15|0|1\n",
            KXR_SQ_BU03="id|side|readprj|v03xrkl|v03xrosfm\n9000099|1: Right|15|4|3: 3\n",
        )
        assert grade(tables, ("9000099", "V00", "R"), "XRKL") == 3
        assert grade(tables, ("9000099", "V00", "L"), "XROSFM") == 1
        assert grade(tables, ("9000099", "V03", "R"), "XROSFM") == 3
        assert report.left_out == []

    @pytest.mark.parametrize(
        "missing", ["", " ", ".", ".A", ".: Missing Form/Incomplete Workbook", ".V: Missing"]
    )
    def test_a_missing_value_is_not_read_and_no_zero(self, tmp_path, missing):
        tables, _ = read(
            tmp_path,
            kXR_SQ_BU00=f"ID|SIDE|READPRJ|V00XRKL|V00XRJSM|V00XRCHM\n9000099|1|15|{missing}|0|1\n",
        )
        grades = tables.of(("9000099", "V00", "R")).grades
        assert grades[PLACE["XRKL"]] == NOT_READ
        assert grades[PLACE["XRJSM"]] == 0
        # A column that the table does not have is not read either.
        assert grades[PLACE["XRSCFM"]] == NOT_READ
        assert tables.of(("9000099", "V00", "R")).remarks == []

    def test_project_15_comes_before_37_and_42_counts_as_37(self, tmp_path):
        rows = ["9000099|1|42|1", "9000099|1|15|2", "9000100|1|42|3", "9000100|1|81|4"]
        text = "\n".join(["ID|SIDE|READPRJ|V00XRKL", *rows])
        tables, report = read(tmp_path, kXR_SQ_BU00=text)
        assert grade(tables, ("9000099", "V00", "R"), "XRKL") == 2
        assert grade(tables, ("9000100", "V00", "R"), "XRKL") == 3
        assert tables.of(("9000100", "V00", "R")).project == 37
        assert [(e.where, e.reason) for e in report.left_out] == [
            ("kXR_SQ_BU00.txt:2", "project 15 was taken before project 37"),
            ("kXR_SQ_BU00.txt:5", "project 37 was taken before project 81"),
        ]

    def test_a_project_that_read_nothing_gives_way(self, tmp_path):
        tables, _ = read(
            tmp_path, kXR_SQ_BU00="ID|SIDE|READPRJ|V00XRKL\n9000099|1|15|.\n9000099|1|37|2\n"
        )
        assert grade(tables, ("9000099", "V00", "R"), "XRKL") == 2

    def test_odd_values_are_not_read_and_named(self, tmp_path):
        tables, _ = read(
            tmp_path,
            kXR_SQ_BU01="ID|SIDE|READPRJ|V01XRKL|V01XRJSM|V01XRJSL\n9000099|1|15|9|1.5|high\n",
        )
        readings = tables.of(("9000099", "V01", "R"))
        assert readings.grades[PLACE["XRKL"]] == NOT_READ
        assert readings.grades[PLACE["XRJSM"]] == 1
        assert readings.grades[PLACE["XRJSL"]] == NOT_READ
        assert [remark.split(": ", 1)[1][:6] for remark in readings.remarks] == [
            "XRJSL ",
            "XRKL i",
            "XRJSM ",
        ]

    def test_rows_and_tables_that_cannot_be_used_are_listed(self, tmp_path):
        _, report = read(
            tmp_path,
            kXR_SQ_BU00="ID|SIDE|READPRJ|V00XRKL\n9000099|3|15|1\n9000100|1\n",
            kXR_SQ_BU01="name,grade\na,1\n",
            kXR_SQ_BU03="",
            kxr_sq_rel_bu00="ID|SIDE|V00XRKL\n",
            oai_kxrsemiquant01="subjectkey\tside\n",
        )
        assert [(e.what, e.where) for e in report.left_out] == [
            ("reading row", "kXR_SQ_BU00.txt:2"),
            ("reading row", "kXR_SQ_BU00.txt:3"),
            ("table", "kXR_SQ_BU01.txt"),
            ("table", "kXR_SQ_BU03.txt"),
            ("table", "kxr_sq_rel_bu00.txt"),
            ("table", "oai_kxrsemiquant01.txt"),
        ]

    def test_joint_space_widths_are_taken_where_measured(self, tmp_path):
        tables, _ = read(
            tmp_path,
            kxr_qjsw_duryea00="ID|SIDE|READPRJ|V00MCMJSW|V00LJSW700|V00LJSW850\n"
            "9000099|1|16|4.25|6.1|5.5\n9000099|2|16|.|.|.\n",
        )
        right = tables.widths_of(("9000099", "V00", "R"))
        assert right.tolist() == [4.25, 5.5]
        assert np.isnan(tables.widths_of(("9000099", "V00", "L"))).all()


class TestLayout:
    def test_a_series_path_tells_visit_person_date_and_series(self):
        facts = facts_of(PurePosixPath("24m/3.C.1/9000296/20061004/10593811"))
        assert (facts.visit, facts.person, facts.date, facts.series) == (
            "V03",
            "9000296",
            "20061004",
            "10593811",
        )
        assert facts.is_series_folder

    def test_months_tell_the_visit_where_no_release_does(self):
        assert facts_of(PurePosixPath("48m/9000296")).visit == "V06"
        assert facts_of(PurePosixPath("scans/knee")).visit is None

    @pytest.mark.parametrize(
        ("text", "visit"), [("Baseline", "V00"), ("12 Month", "V01"), ("V10", "V10"), ("", None)]
    )
    def test_a_trial_time_point_tells_the_visit(self, text, visit):
        assert visit_of_text(text) == visit

    def test_a_barcode_is_that_of_its_series_with_or_without_its_leading_zero(self):
        assert same_image("10593811", "016610593811")
        assert same_image("10593811", "16610593811")
        assert not same_image("10593812", "016610593811")
        assert not same_image(None, None)


class TestSplits:
    SHARES = {"test": 0.2, "val": 0.1}

    def test_both_knees_of_a_person_share_a_split_and_every_split_gets_somebody(self):
        index = CacheIndex()
        keys = [(str(9000000 + n), "V00", side) for n in range(30) for side in "LR"]
        index.extend(keys, self.SHARES)
        splits = list(index.persons.values())
        assert len(splits) == 30
        assert (splits.count("test"), splits.count("val")) == (6, 3)

    def test_what_was_assigned_stays_when_persons_come(self):
        small, large = CacheIndex(), CacheIndex()
        first = [(str(9000000 + n), "V00", "R") for n in range(5)]
        small.extend(first, self.SHARES)
        large.extend(first, self.SHARES)
        large.extend([("8999999", "V00", "R"), *first], self.SHARES)
        assert large.knees == [*first, ("8999999", "V00", "R")]
        assert {p: large.persons[p] for p in small.persons} == small.persons

    def test_a_simulated_cache_is_not_written_into(self, tmp_path):
        (tmp_path / "knee_00000.npz").touch()
        with pytest.raises(OaiError, match="something else"):
            CacheIndex.open(tmp_path)
