"""Writes test/samplers/diffusers.golden.json: what diffusers' schedulers do with a toy network.

Run it in an environment with torch, diffusers and scipy:  python scripts/goldens/diffusers-schedules.py
Every sampler runs with every prediction, spacing and number of steps. Where a scheduler does not know a prediction, and
for PNDM (which mixes raw predictions of several steps), the network's output is turned into epsilon before it. Rules of
third order find their coefficients as small differences, of which float32 leaves two or three digits: those run in float64.
"""
import pathlib

import diffusers
import numpy as np
import torch
from diffusers import schedulers
from toy_denoiser import KINDS, STEPS, brownian, network, noise, rounded, start, write

STABLE = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
SD1 = {"steps_offset": 1, "set_alpha_to_one": False}
KIND_NAMES = {"epsilon": "epsilon", "v": "v_prediction", "x0": "sample", "flow": "flow_prediction"}
SPACINGS = {
    "leading": {"timestep_spacing": "leading", "steps_offset": 1},
    "trailing": {"timestep_spacing": "trailing"},
    "linspace": {"timestep_spacing": "linspace"},
    "karras": {"use_karras_sigmas": True},
    "exponential": {"use_exponential_sigmas": True},
    "beta": {"use_beta_sigmas": True},
}
PLAIN = ("leading", "trailing", "linspace")
ALL = tuple(SPACINGS)
SDE = {"algorithm_type": "sde-dpmsolver++"}

# name: class, its settings, its spacings, whether it knows x0, arguments of a step
SAMPLERS = {
    "ddim": ("DDIMScheduler", {"clip_sample": False}, PLAIN, True, {}),
    "ddim eta": ("DDIMScheduler", {"clip_sample": False}, PLAIN, True, {"eta": 0.6}),
    "ddpm": ("DDPMScheduler", {"clip_sample": False}, PLAIN, True, {}),
    "pndm": ("PNDMScheduler", {"skip_prk_steps": True, "set_alpha_to_one": True}, PLAIN, False, {}),
    "euler": ("EulerDiscreteScheduler", {}, ALL, True, {}),
    "euler-ancestral": ("EulerAncestralDiscreteScheduler", {}, PLAIN, False, {}),
    "heun": ("HeunDiscreteScheduler", {}, ALL, True, {}),
    "lms": ("LMSDiscreteScheduler", {}, ALL, True, {}),
    "dpm2": ("KDPM2DiscreteScheduler", {}, ALL, False, {}),
    "dpm2-ancestral": ("KDPM2AncestralDiscreteScheduler", {}, ALL, False, {}),
    "dpm++-sde": ("DPMSolverSDEScheduler", {}, ALL, False, {}),
    "dpm++-2m": ("DPMSolverMultistepScheduler", {}, ALL, True, {}),
    "dpm++-2m-sde": ("DPMSolverMultistepScheduler", SDE, ALL, True, {}),
    "dpm++-2m-sde-heun": ("DPMSolverMultistepScheduler", {**SDE, "solver_type": "heun"}, ALL, True, {}),
    "unipc": ("UniPCMultistepScheduler", {}, ALL, True, {}),
    "unipc order 3": ("UniPCMultistepScheduler", {"solver_order": 3}, ALL, True, {}),
    "deis": ("DEISMultistepScheduler", {}, ALL, True, {}),
    "deis order 3": ("DEISMultistepScheduler", {"solver_order": 3}, ALL, True, {}),
    "lcm": ("LCMScheduler", {}, ("lcm",), True, {}),
    "tcd": ("TCDScheduler", {}, ("lcm",), True, {}),
}
COUNTS_IN_RATIOS = ("Euler", "Heun", "LMS", "KDPM2", "DPMSolverSDE")


class Driver:
    """Runs one scheduler, giving each step its noise."""

    def __init__(self, scheduler, kind, convert, arguments):
        self.scheduler, self.kind, self.convert, self.arguments = scheduler, kind, convert, arguments
        self.call = 0
        for module in vars(schedulers).values():
            if hasattr(module, "randn_tensor"):
                module.randn_tensor = lambda *_, **__: noise(self.step_index())

    def step_index(self):
        return self.call // self.calls_a_step

    def set_timesteps(self, steps, **settings):
        self.scheduler.set_timesteps(**(settings or {"num_inference_steps": steps}))
        if hasattr(self.scheduler, "set_begin_index"):
            self.scheduler.set_begin_index(0)  # else the first of two equal timesteps is skipped, and the last step fails
        if self.scheduler.config.get("solver_order") == 3:
            self.scheduler.sigmas = self.scheduler.sigmas.double()
        timesteps = self.scheduler.timesteps.tolist()
        self.pndm = isinstance(self.scheduler, diffusers.PNDMScheduler)
        self.calls_a_step = 2 if len(timesteps) == 2 * steps - 1 and steps > 1 else 1
        self.steps = steps
        if isinstance(self.scheduler, diffusers.DPMSolverSDEScheduler):
            self.scheduler.noise_sampler = self.brownian

    def brownian(self, sigma, to):
        distinct = torch.unique(self.scheduler.sigmas).flip(0).tolist()
        at = self.step_index()
        sigma, end = distinct[at], distinct[at + 1]
        return brownian(at, sigma, (sigma * end) ** 0.5, end, float(to) * (1 - 1e-6))

    def connect(self, timestep, timesteps, i):
        """DDIM and PNDM go down by num_train_timesteps // steps, which misses the next timestep of some spacings."""
        if not isinstance(self.scheduler, (diffusers.DDIMScheduler, diffusers.PNDMScheduler)):
            return
        if self.pndm and i == 1:
            gap = timesteps[0] - timestep
        else:
            following = [t for t in timesteps[i + 1:] if t < timestep]
            gap = timestep - following[0] if following else timestep + 1
        self.scheduler.register_to_config(num_train_timesteps=int(gap) * self.steps)

    def epsilon(self, output, scaled, timestep):
        product = self.scheduler.alphas_cumprod[timestep] if self.pndm else 1 / (1 + self.sigma() ** 2)
        alpha, sigma = product**0.5, (1 - product) ** 0.5
        return alpha * output + sigma * scaled if self.kind == "v" else (scaled - alpha * output) / sigma

    def sigma(self):
        """sigma / alpha where the scheduler stands, also between its levels."""
        if self.calls_a_step == 2 and self.call % 2 == 1:
            if hasattr(self.scheduler, "sigmas_interpol"):
                ancestral = isinstance(self.scheduler, diffusers.KDPM2AncestralDiscreteScheduler)
                return float(self.scheduler.sigmas_interpol[self.scheduler.step_index - (1 if ancestral else 0)])
            if isinstance(self.scheduler, diffusers.DPMSolverSDEScheduler):
                return float(self.scheduler.mid_point_sigma)
        return float(self.scheduler.sigmas[self.scheduler.step_index or 0])

    def run(self):
        scheduler = self.scheduler
        latents = start() * getattr(scheduler, "init_noise_sigma", 1.0)
        timesteps = scheduler.timesteps.tolist()
        for i, timestep in enumerate(scheduler.timesteps):
            self.connect(timesteps[i], timesteps, i)
            scaled = (scheduler.scale_model_input(latents, timestep) if hasattr(scheduler, "scale_model_input") else latents).double()
            output = network(scaled, timestep)
            if self.convert and self.kind != "epsilon":
                output = self.epsilon(output, scaled, timestep)
            latents = scheduler.step(output, timestep, latents.double(), **self.arguments).prev_sample.double()
            self.call += 1
        return latents


def run(name, kind, spacing, steps, **more):
    class_name, settings, _, knows_x0, arguments = SAMPLERS[name]
    convert = class_name == "PNDMScheduler" or (kind == "x0" and not knows_x0)
    options = {**STABLE, **settings, **SPACINGS.get(spacing, {}), **more}
    scheduler = getattr(diffusers, class_name)(prediction_type="epsilon" if convert else KIND_NAMES[kind], **options)
    driver = Driver(scheduler, kind, convert, arguments)
    driver.set_timesteps(steps)
    latents = driver.run()
    if class_name.startswith(COUNTS_IN_RATIOS):
        latents = latents / (1 + float(scheduler.sigmas[-1]) ** 2) ** 0.5
    return rounded(latents)


def grid():
    return {
        f"{name} | {kind}": {spacing: {str(steps): run(name, kind, spacing, steps) for steps in STEPS} for spacing in row[2]}
        for name, row in SAMPLERS.items() for kind in KINDS
    }


def special():
    """Zero terminal SNR with v, and Stable Diffusion 1's own ends."""
    zero = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
    return {
        **{f"zero-terminal-snr {name}": {str(steps): run(name, "v", "trailing", steps, **zero) for steps in STEPS}
           for name in ("ddim", "ddpm", "euler", "euler-ancestral", "dpm++-2m", "dpm++-2m-sde", "unipc")},
        **{f"cleanest {name}": {str(steps): run(name, "epsilon", "leading", steps, **more) for steps in STEPS}
           for name, more in {"ddim": SD1, "pndm": SD1, "euler": {"final_sigmas_type": "sigma_min"}, "dpm++-2m": {"final_sigmas_type": "sigma_min"}, "unipc": {"final_sigmas_type": "sigma_min"}}.items()},
    }


def flow_run(scheduler, steps, arguments=None, **settings):
    driver = Driver(scheduler, "flow", False, arguments or {})
    driver.set_timesteps(steps, **settings)
    latents = rounded(driver.run())
    distinct = [s for s, before in zip(scheduler.sigmas.tolist(), [None, *scheduler.sigmas.tolist()]) if s != before]
    return {"sigmas": distinct, "latents": latents}


def flows():
    multistep = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
    make = {
        "euler": lambda steps: flow_run(diffusers.FlowMatchEulerDiscreteScheduler(), steps),
        "euler shift 3": lambda steps: flow_run(diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0), steps, sigmas=np.linspace(1, 1 / steps, steps)),
        "heun": lambda steps: flow_run(diffusers.FlowMatchHeunDiscreteScheduler(), steps),
        "lcm": lambda steps: flow_run(diffusers.FlowMatchLCMScheduler(), steps),
        "dpm++-2m": lambda steps: flow_run(diffusers.DPMSolverMultistepScheduler(**multistep), steps),
        "dpm++-2m-sde": lambda steps: flow_run(diffusers.DPMSolverMultistepScheduler(**multistep, **SDE), steps),
        "unipc": lambda steps: flow_run(diffusers.UniPCMultistepScheduler(**multistep), steps),
        "deis": lambda steps: flow_run(diffusers.DEISMultistepScheduler(**multistep), steps),
    }
    return {name: {str(steps): run_flow(steps) for steps in STEPS} for name, run_flow in make.items()}


def told():
    """Timesteps that multistep solvers tell the network: cut to whole ones after a way through logarithms, so 999 may be 998."""
    def of(spacing, steps):
        scheduler = diffusers.DPMSolverMultistepScheduler(**STABLE, **SPACINGS[spacing])
        scheduler.set_timesteps(steps)
        return scheduler.timesteps.tolist()

    return {spacing: {str(steps): of(spacing, steps) for steps in STEPS} for spacing in ("exponential", "beta")}


def alphas(**options):
    products = diffusers.DDIMScheduler(num_train_timesteps=1000, **options).alphas_cumprod
    return {str(index): products[index].item() for index in (0, 1, 10, 250, 500, 900, 998, 999)}


def main():
    head = {
        "made_with": f"diffusers {diffusers.__version__}, torch {torch.__version__.split('+')[0]}",
        "alphas_cumprod": {
            "linear": alphas(beta_schedule="linear", beta_start=0.0001, beta_end=0.02),
            "scaled-linear": alphas(**STABLE),
            "cosine": alphas(beta_schedule="squaredcos_cap_v2"),
            "zero-terminal-snr": alphas(rescale_betas_zero_snr=True, **STABLE),
        },
        "told": told(),
        "special": special(),
        "flows": flows(),
    }
    write(pathlib.Path(__file__).parents[2] / "test" / "samplers" / "diffusers.golden.json", head, grid())


main()
