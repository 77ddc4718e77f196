"""The exported networks on onnxruntime."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime


class OnnxNetwork:
    """One network of a bundle on the CPU: named arrays in, one array out."""

    def __init__(self, path: Path, threads: int = 0) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"the bundle has no file {path.name}; export it again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        return self._session.run(None, dict(inputs))[0]
