"""The engine's model of bone edges at the joint space, and films to measure its errors on."""
