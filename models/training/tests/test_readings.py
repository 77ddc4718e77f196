"""The one-hot code of the readings."""

import numpy as np
import pytest

from knee_synth.readings import (
    NOT_READ,
    READING_CODE_LENGTH,
    READINGS,
    encode_readings,
    grades_from_mapping,
    no_readings,
    reading_schema,
)


def test_nineteen_variables_take_84_places():
    assert len(READINGS) == 19
    assert READING_CODE_LENGTH == 84
    assert [r.name for r in READINGS[:5]] == ["XRKL", "XRJSM", "XRJSL", "XROSFM", "XROSFL"]
    assert [r.name for r in READINGS[-4:]] == ["XRATTM", "XRATTL", "XRCHM", "XRCHL"]


def test_a_grade_and_a_missing_grade_have_places_of_their_own():
    grades = no_readings()
    grades[0] = 3  # XRKL, places 0 to 5
    grades[1] = 0  # XRJSM, places 6 to 10
    code = encode_readings(grades)
    assert code[:6].tolist() == [0, 0, 0, 1, 0, 0]
    assert code[6:11].tolist() == [1, 0, 0, 0, 0]
    assert code[11:16].tolist() == [0, 0, 0, 0, 1]
    assert code.sum() == 19


def test_readings_of_a_batch_are_coded_row_by_row():
    grades = np.stack([no_readings(), np.zeros(19)])
    code = encode_readings(grades)
    assert code.shape == (2, 84)
    assert np.array_equal(code[0], encode_readings(no_readings()))


def test_grades_out_of_range_are_refused_by_name():
    grades = no_readings()
    grades[0] = 5
    with pytest.raises(ValueError, match="XRKL must be 0 to 4"):
        encode_readings(grades)
    with pytest.raises(ValueError, match="19 values"):
        encode_readings([0, 1])


def test_named_grades_are_put_in_order_with_or_without_the_visit():
    grades = grades_from_mapping({"V00XRKL": 2, "XRCHL": 1, "XRJSM": None})
    assert grades[0] == 2 and grades[18] == 1 and grades[1] == NOT_READ
    with pytest.raises(ValueError, match="XRFOO"):
        grades_from_mapping({"XRFOO": 1})


def test_the_bundles_schema_names_range_and_label_of_each():
    assert reading_schema()[0] == {
        "name": "XRKL",
        "min": 0,
        "max": 4,
        "label": "Kellgren-Lawrence grade",
    }
