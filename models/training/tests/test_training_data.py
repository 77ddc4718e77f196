"""What a bundle says of the knees that it was trained on."""

from knee_synth.export.training_data import describe_training_data


def test_simulated_knees_are_called_simulated():
    data = describe_training_data({"simulated": 2000})
    assert data.name.endswith("simulated")
    assert data.data_source.startswith("Simulated knees only; no patient images.")


def test_knees_of_patients_are_never_called_simulated():
    data = describe_training_data({"oai": 40})
    assert "imulated" not in f"{data.name} {data.description} {data.data_source}"
    assert data.name.endswith("OAI")
    assert data.data_source.startswith("40 knees: Osteoarthritis Initiative")
    assert "terms" in data.data_source


def test_a_mixture_names_all_sources_and_does_not_say_only():
    data = describe_training_data({"simulated": 2000, "oai": 40, "Knees of our clinic": 3})
    assert "40 OAI knees, 2000 simulated knees" in data.description
    for part in ("40 knees: Osteo", "2000 knees: Anatomy", "3 knees: Knees of our clinic"):
        assert part in data.data_source
    assert "only" not in data.data_source
    assert "no patient" not in data.data_source
