"""Export of trained networks to a MONAI bundle of ONNX graphs."""
