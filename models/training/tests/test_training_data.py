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


def test_what_began_with_the_weights_of_a_bundle_says_so():
    base = describe_training_data({"simulated": 2000})
    bundle = {"name": base.name, "version": "0.6.0", "data_source": base.data_source}
    data = describe_training_data({"oai": 40}, [bundle])
    assert data.name.endswith("OAI")
    assert data.description.endswith(
        f"Trained on 40 OAI knees. Begun with the weights of {base.name}, version 0.6.0."
    )
    assert data.data_source.startswith("40 knees: Osteoarthritis Initiative")
    assert data.data_source.endswith(f"Weights of {base.name}, version 0.6.0: {base.data_source}")
    # Simulated knees on top of simulated knees are the same source.
    again = describe_training_data({"simulated": 500}, [bundle])
    assert (again.name, again.data_source) == (base.name, base.data_source)
    assert (
        again.description
        == f"{base.description} Begun with the weights of {base.name}, version 0.6.0."
    )
    # Weights that are handed on as they are have no knees of their own.
    handed = describe_training_data({}, [{**bundle, "data_source": "Knees of our clinic"}])
    assert handed.description.endswith(
        f"slices. Begun with the weights of {base.name}, version 0.6.0."
    )


def test_simulated_knees_on_top_of_patients_are_not_called_simulated_only():
    patients = describe_training_data({"oai": 40})
    bundle = {"name": patients.name, "version": "1", "data_source": patients.data_source}
    data = describe_training_data({"simulated": 500}, [bundle])
    assert "only" not in f"{data.description} {data.data_source}"
    assert "own data" in data.name and patients.data_source in data.data_source
