"""Simulated patients for the demo server: knees of the test split as DICOM studies."""
