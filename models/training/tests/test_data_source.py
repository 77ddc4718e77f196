"""The --data option: a cache, or `oai DIR`."""

import argparse
from pathlib import Path

import pytest
from oai_tree import dess_files, film_file, sagittal, write_series

from knee_synth.data import list_knees
from knee_synth.data.source import add_data_argument, parse_with_data


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_data_argument(made)
    made.add_argument("--steps", type=int)
    return made


def test_a_cache_is_taken_as_it_is(parser):
    arguments = parse_with_data(parser, ["--data", "some/cache", "--steps", "3"])
    assert arguments.data == Path("some/cache")
    assert arguments.steps == 3


@pytest.mark.parametrize("words", [["oai"], ["oai", "a", "b"], ["cache", "other"]])
def test_other_words_are_refused(parser, words, capsys):
    with pytest.raises(SystemExit):
        parse_with_data(parser, ["--data", *words])
    assert "`oai` and the folder of a download" in capsys.readouterr().err


def test_a_download_is_imported_once_beside_it(parser, tmp_path, capsys):
    root = tmp_path / "download"
    day = root / "00m" / "0.C.2" / "9000099" / "20040909"
    write_series(day / "10593811", dess_files("9000099", "R", sagittal("R")))
    write_series(day / "00593813", [film_file("9000099")])
    arguments = parse_with_data(parser, ["--data", "oai", str(root)])
    assert arguments.data == tmp_path / "download-cache"
    (knee,) = list_knees(arguments.data)
    assert "1 knees of 1 persons" in capsys.readouterr().out
    made = knee.path.stat().st_mtime_ns
    again = parse_with_data(parser, ["--data", "oai", str(root)])
    assert again.data == arguments.data
    assert knee.path.stat().st_mtime_ns == made


def test_an_empty_download_ends_the_command_with_a_sentence(parser, tmp_path, capsys):
    (tmp_path / "download").mkdir()
    cache = str(tmp_path / "cache")
    with pytest.raises(SystemExit) as ended:
        parse_with_data(parser, ["--data", "oai", str(tmp_path / "download"), "--cache", cache])
    assert ended.value.code == 1
    assert "nothing in download can be used" in capsys.readouterr().err
