"""The toy network and noise that the sampler goldens are made with; written again in test/samplers/toy.ts."""
import json

import numpy as np
import torch

WIDTH = 6
STEPS = (5, 20, 50)
KINDS = ("epsilon", "v", "x0")


def wave(phase):
    return torch.tensor([[1.3 * np.sin(phase + 2.3 * k + 1) for k in range(WIDTH)]], dtype=torch.float64)


def start():
    return wave(0)


def noise(step, draw=0):
    return wave(1.7 * (step + 1) + 0.9 * draw)


def network(latents, timestep):
    return 0.8 * latents / torch.sqrt(1 + latents**2) + 0.1 * float(timestep) / 1000


def brownian(step, sigma, middle, end, to):
    """Noise of DPM++ SDE: one path over sigma, whose way to the end holds the way to the middle."""
    if to > end:
        return noise(step, 0)
    first = (sigma - middle) / (sigma - end)
    return first**0.5 * noise(step, 0) + (1 - first) ** 0.5 * noise(step, 1)


def rounded(values):
    return [float(f"{value:.7g}") for value in torch.as_tensor(values).flatten().tolist()]


def write(path, head, runs):
    """One line for each sampler and prediction, so that changes can be read."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in runs.items()]
    entries = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    path.write_text("{\n" + ",\n".join(entries) + ',\n "runs": {\n' + ",\n".join(lines) + "\n }\n}\n")
    print(path.name, path.stat().st_size, "bytes", sum(len(per) for spacing in runs.values() for per in spacing.values()), "runs")
