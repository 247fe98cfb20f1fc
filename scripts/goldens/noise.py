"""Writes test/noise/noise.golden.json: the noise of PyTorch's CPU generator and of AUTOMATIC1111's NV source, by hash.

    python scripts/goldens/noise.py        (torch and numpy; on x86 with AVX2)

Each case is a seed and the lengths of successive draws; a draw is kept as the SHA-256 of its float32 bytes and its first
values. NV is computed here in NumPy from the published algorithm (Philox 4x32-10 and Box-Muller).
"""
import hashlib
import json
import pathlib

import numpy as np
import torch

SHAPES = [(1,), (2,), (15,), (16,), (17,), (31,), (33,), (100,), (3, 77, 5), (1, 4, 64, 64), (2, 4, 64, 64), (1, 4, 128, 128), (100_003,)]
SEEDS = [0, 1, 42, 2023, 123_456_789, 2**32 - 1, 2**32 + 5, 2**53 - 1]


def kept(values):
    values = np.ascontiguousarray(values, dtype="<f4").ravel()
    return {"length": values.size, "sha256": hashlib.sha256(values.tobytes()).hexdigest(), "first": [float(v) for v in values[:3]]}


def torch_case(seed):
    generator = torch.Generator("cpu").manual_seed(seed)
    return {"seed": str(seed), "draws": [kept(torch.randn(shape, generator=generator).numpy()) for shape in SHAPES]}


def philox(counter, key):
    c = [word.astype(np.uint64) for word in counter]
    k = [np.uint64(word) for word in key]
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        a, b = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(b >> np.uint64(32)) ^ c[1] ^ k[0], b & low, (a >> np.uint64(32)) ^ c[3] ^ k[1], a & low]
        k = [(k[0] + np.uint64(0x9E3779B9)) & low, (k[1] + np.uint64(0xBB67AE85)) & low]
    return c


def nv_draw(seed, call, length):
    counter = [np.full(length, call), np.zeros(length), np.arange(length), np.zeros(length)]
    x, y, _, _ = philox(counter, (seed & 0xFFFFFFFF, seed >> 32))
    step, angle = np.float32(2.3283064e-10), np.float32(2.3283064e-10 * 6.2831855)
    u = x.astype(np.float64) * np.float64(step) + np.float64(step / np.float32(2))
    v = y.astype(np.float64) * np.float64(angle) + np.float64(angle / np.float32(2))
    return (np.sqrt(-2.0 * np.log(u)) * np.sin(v)).astype(np.float32)


def nv_case(seed):
    return {"seed": str(seed), "draws": [kept(nv_draw(seed, call, int(np.prod(shape)))) for call, shape in enumerate(SHAPES)]}


golden = {
    "made_with": {"torch": torch.__version__.split("+")[0], "numpy": np.__version__, "capability": torch.backends.cpu.get_cpu_capability()},
    "torch": [torch_case(seed) for seed in SEEDS],
    "nv": [nv_case(seed) for seed in SEEDS],
}
path = pathlib.Path(__file__).parents[2] / "test" / "noise" / "noise.golden.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(golden, indent=1) + "\n")
