"""Writes test/samplers/k-diffusion.golden.json: what k-diffusion's samplers do with a toy network, in float64.

    pip install --no-deps k-diffusion==0.1.1.post1 torchsde==0.2.6 torchdiffeq==0.2.5 trampoline    (beside torch and scipy)
    python scripts/goldens/k-diffusion.py

Spacings that k-diffusion does not have are computed here from their definitions in AUTOMATIC1111 and ComfyUI.
"""
import importlib.util
import pathlib
import sys
import types

import numpy as np
import scipy.stats
import torch
from toy_denoiser import KINDS, STEPS, brownian, network, noise, rounded, start, write

torch.set_default_dtype(torch.float64)


def load_sampling():
    """k_diffusion.sampling without the rest of the package, which needs much more."""
    import importlib.metadata as metadata

    folder = pathlib.Path(metadata.distribution("k-diffusion").locate_file("k_diffusion"))
    sys.modules["k_diffusion"] = package = types.ModuleType("k_diffusion")
    package.__path__ = [str(folder)]
    sys.modules["k_diffusion.utils"] = types.ModuleType("k_diffusion.utils")
    sys.modules["k_diffusion.utils"].append_dims = lambda x, dims: x[(...,) + (None,) * (dims - x.ndim)]
    package.utils = sys.modules["k_diffusion.utils"]
    spec = importlib.util.spec_from_file_location("k_diffusion.sampling", folder / "sampling.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, metadata.version("k-diffusion")


K, VERSION = load_sampling()
betas = np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
products = np.cumprod(1 - betas)
ratios = ((1 - products) / products) ** 0.5
logs = np.log(ratios)
LOW, HIGH = ratios[0], ratios[-1]
place_of = lambda ratio: np.interp(np.log(ratio), logs, np.arange(1000))
ratio_at = lambda place: np.exp(np.interp(place, np.arange(1000), logs))
zero = lambda values: torch.tensor([*values, 0.0])


def aligned(n):
    table = np.array([14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029])
    values = np.exp(np.interp(np.linspace(0, 1, n + 1), np.linspace(0, 1, len(table)), np.log(np.clip(table, LOW, None))))
    return zero(np.clip(values[:-1], LOW, HIGH))


SPACINGS = {
    "karras": lambda n: K.get_sigmas_karras(n, LOW, HIGH),
    "exponential": lambda n: K.get_sigmas_exponential(n, LOW, HIGH),
    "normal": lambda n: zero(ratio_at(np.linspace(999, 0, n))),
    "sgm-uniform": lambda n: zero(ratio_at(np.linspace(999, 0, n + 1)[:-1])),
    "polyexponential": lambda n: K.get_sigmas_polyexponential(n, LOW, HIGH, rho=1.0),
    "beta": lambda n: zero(LOW + scipy.stats.beta.ppf(1 - np.linspace(0, 1, n), 0.6, 0.6) * (HIGH - LOW)),
    "kl-optimal": lambda n: zero(np.tan(np.linspace(np.arctan(HIGH), np.arctan(LOW), n))),
    "simple": lambda n: zero([ratios[-(1 + int(i * 1000 / n))] for i in range(n)]),
    "align-your-steps": aligned,
}
USUAL = ("karras", "exponential", "normal", "sgm-uniform")

# name: function, whether it takes noise, more arguments
SAMPLERS = {
    "euler": (K.sample_euler, False, {}),
    "euler-ancestral": (K.sample_euler_ancestral, True, {}),
    "euler-ancestral eta": (K.sample_euler_ancestral, True, {"eta": 0.5}),
    "heun": (K.sample_heun, False, {}),
    "lms": (K.sample_lms, False, {}),
    "dpm2": (K.sample_dpm_2, False, {}),
    "dpm2-ancestral": (K.sample_dpm_2_ancestral, True, {}),
    "dpm++-2s-ancestral": (K.sample_dpmpp_2s_ancestral, True, {}),
    "dpm++-2s-ancestral eta": (K.sample_dpmpp_2s_ancestral, True, {"eta": 0.5}),
    "dpm++-sde": (K.sample_dpmpp_sde, True, {}),
    "dpm++-2m": (K.sample_dpmpp_2m, False, {}),
    "dpm++-2m-sde": (K.sample_dpmpp_2m_sde, True, {"solver_type": "midpoint"}),
    "dpm++-2m-sde eta": (K.sample_dpmpp_2m_sde, True, {"solver_type": "midpoint", "eta": 0.5}),
    "dpm++-2m-sde-heun": (K.sample_dpmpp_2m_sde, True, {"solver_type": "heun"}),
    "dpm++-3m-sde": (K.sample_dpmpp_3m_sde, True, {}),
    "dpm++-3m-sde eta": (K.sample_dpmpp_3m_sde, True, {"eta": 0.5}),
}


def denoiser(kind):
    def model(x, sigma, **_):
        ratio = float(sigma[0])
        alpha = (1 + ratio**2) ** -0.5
        scaled = x * alpha
        output = network(scaled, place_of(ratio))
        if kind == "epsilon":
            return (scaled - ratio * alpha * output) / alpha
        return alpha * scaled - ratio * alpha * output if kind == "v" else output

    return model


def run(name, kind, spacing, steps):
    function, noisy, arguments = SAMPLERS[name]
    sigmas = SPACINGS[spacing](steps)

    def noise_sampler(sigma, to):
        at = int(torch.argmin((sigmas - sigma).abs()))
        if function is not K.sample_dpmpp_sde:
            return noise(at)
        sigma, end = float(sigmas[at]), float(sigmas[at + 1])
        return brownian(at, sigma, (sigma * end) ** 0.5, end, float(to) * (1 - 1e-9))

    x = start() * sigmas[0]
    return rounded(function(denoiser(kind), x, sigmas, disable=True, **arguments, **({"noise_sampler": noise_sampler} if noisy else {})))


def main():
    runs = {
        f"{name} | {kind}": {spacing: {str(steps): run(name, kind, spacing, steps) for steps in STEPS} for spacing in (SPACINGS if name == "euler" else USUAL)}
        for name in SAMPLERS for kind in KINDS
    }
    write(pathlib.Path(__file__).parents[2] / "test" / "samplers" / "k-diffusion.golden.json", {"made_with": f"k-diffusion {VERSION}"}, runs)


main()
