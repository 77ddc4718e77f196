"""Seeded, specified noise: Philox4x32-10, Box-Muller normals, noise smooth along depth."""

import math

import numpy as np

_ROUNDS = 10
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_WORD = 0xFFFFFFFF
_DEPTH_ORIGIN_MM = 1000.0
MAX_SEED = 2**53
#: Standard deviation of the initial noise of the bundles made here, chosen on validation knees:
#: with less, errors of joint space and angle fall; the texture that goes comes back by the restart.
NOISE_SCALE = 0.4
#: Correlation along depth of the bundles made here. At 3 mm neighbouring slices differ about as
#: much as acquired ones do, but by chance and not by anatomy: a cyst in a single slice, outlines
#: that jump.
NOISE_CORRELATION_MM = 40.0
#: Number of the draw that a restart's noise is.
RESTART_DRAW = 1


def philox4x32(counter: np.ndarray, key: tuple[int, int]) -> np.ndarray:
    """Philox4x32-10 (Salmon et al., SC 2011).

    Args:
        counter: unsigned integers of shape (n, 4), each below 2^32.
        key: two words below 2^32.

    Returns:
        uint64 of shape (n, 4), each below 2^32.
    """
    words = [counter[:, i].astype(np.uint64) for i in range(4)]
    key_words = list(key)
    for _ in range(_ROUNDS):
        first = words[0] * np.uint64(_MULTIPLIERS[0])
        second = words[2] * np.uint64(_MULTIPLIERS[1])
        words = [
            (second >> np.uint64(32)) ^ words[1] ^ np.uint64(key_words[0]),
            second & np.uint64(_WORD),
            (first >> np.uint64(32)) ^ words[3] ^ np.uint64(key_words[1]),
            first & np.uint64(_WORD),
        ]
        key_words = [(word + weyl) & _WORD for word, weyl in zip(key_words, _WEYL, strict=True)]
    return np.stack(words, axis=1)


def stream_normals(
    seed: int, stream: int, count: int, sample: int = 0, draw: int = 0
) -> np.ndarray:
    """The first `count` standard normals of a stream, float32.

    `draw` tells independent uses of one seed and sample apart.

    Raises:
        ValueError: a seed outside [0, 2^53), or a stream or sample outside [0, 2^32).
    """
    if not 0 <= seed < MAX_SEED:
        raise ValueError(f"seed must be 0 to 2^53 - 1, not {seed}")
    if not (0 <= stream <= _WORD and 0 <= sample <= _WORD):
        raise ValueError(f"stream and sample must be below 2^32, not {stream} and {sample}")
    blocks = -(-count // 4)
    counter = np.zeros((blocks, 4), dtype=np.uint64)
    counter[:, 0] = np.arange(blocks)
    counter[:, 1] = stream
    counter[:, 2] = sample
    counter[:, 3] = draw
    words = philox4x32(counter, (seed & _WORD, seed >> 32))
    uniform = (words.astype(np.float64) + 0.5) / 2.0**32
    radius = np.sqrt(-2 * np.log(uniform[:, 0::2]))
    angle = 2 * math.pi * uniform[:, 1::2]
    normals = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=2)
    return normals.reshape(-1)[:count].astype(np.float32)


def slice_noise(
    seed: int,
    depths_mm: np.ndarray,
    correlation_mm: float,
    shape: tuple[int, int, int],
    sample: int = 0,
    scale: float = 1.0,
    draw: int = 0,
) -> np.ndarray:
    """Noise of slices: of one variance, smooth along depth, fixed at a depth in any series.

    Args:
        depths_mm: depths of shape (n,), above -1000.
        correlation_mm: distance of the knots, over which the noise turns into independent noise.
        shape: (channels, height, width) of a latent.
        scale: standard deviation, above 0 and at most 1.
        draw: 0 is the initial noise, `RESTART_DRAW` that of a restart.

    Returns:
        float32 of shape (n, *shape).
    """
    count = math.prod(shape)
    knots: dict[int, np.ndarray] = {}

    def knot(index: int) -> np.ndarray:
        if index not in knots:
            knots[index] = stream_normals(seed, index, count, sample, draw).reshape(shape)
        return knots[index]

    out = np.empty((len(depths_mm), *shape), dtype=np.float32)
    for row, depth in enumerate(depths_mm):
        position = (float(depth) + _DEPTH_ORIGIN_MM) / correlation_mm
        index = math.floor(position)
        angle = (position - index) * math.pi / 2
        cos, sin = scale * math.cos(angle), scale * math.sin(angle)
        out[row] = cos * knot(index) + sin * knot(index + 1)
    return out
