"""Synthetic coronal knee MRI from a radiograph: simulate, train, export, evaluate."""

__version__ = "0.1.0"
