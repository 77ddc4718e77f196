"""Measurements of the joint on volumes of tissue classes."""
