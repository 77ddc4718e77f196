"""Evaluation of a bundle on test knees."""
