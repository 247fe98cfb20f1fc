"""Writes test/samplers/diffusers.golden.json: what diffusers' schedulers do with a toy network.

Run it in an environment with torch and diffusers:  python scripts/goldens/diffusers-schedules.py
The toy network and the noise are formulas, written again in test/samplers/diffusers.test.ts.
"""
import json
import pathlib

import numpy as np
import torch
import diffusers
from diffusers.schedulers import scheduling_ddpm, scheduling_euler_ancestral_discrete

STEPS = 10
WIDTH = 6
torch.set_default_dtype(torch.float64)


def start():
    return torch.tensor([[1.3 * np.sin(2.3 * k + 1) for k in range(WIDTH)]])


def noise(step):
    return torch.tensor([[1.3 * np.sin(1.7 * (step + 1) + 2.3 * k + 1) for k in range(WIDTH)]])


def network(latents, timestep):
    return 0.8 * latents / torch.sqrt(1 + latents**2) + 0.1 * float(timestep) / 1000


def run(scheduler, **timesteps):
    scheduler.set_timesteps(**(timesteps or {"num_inference_steps": STEPS}))
    latents = start() * scheduler.init_noise_sigma if hasattr(scheduler, "init_noise_sigma") else start()
    count = 0

    def next_noise(*_, **__):
        nonlocal count
        count += 1
        return noise(count - 1)

    scheduling_euler_ancestral_discrete.randn_tensor = next_noise
    scheduling_ddpm.randn_tensor = next_noise
    for timestep in scheduler.timesteps:
        scaled = scheduler.scale_model_input(latents, timestep) if hasattr(scheduler, "scale_model_input") else latents
        latents = scheduler.step(network(scaled.double(), timestep), timestep, latents.double()).prev_sample
    return {"timesteps": scheduler.timesteps.tolist(), "latents": latents.flatten().tolist()}


def alphas(**options):
    products = diffusers.DDIMScheduler(num_train_timesteps=1000, **options).alphas_cumprod
    return {str(index): products[index].item() for index in (0, 1, 10, 250, 500, 900, 998, 999)}


stable = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
trailing = {"timestep_spacing": "trailing"}
straight = np.linspace(1, 1 / STEPS, STEPS)
flow_heun = diffusers.FlowMatchHeunDiscreteScheduler(shift=1.0)
golden = {
    "made_with": f"diffusers {diffusers.__version__}",
    "alphas_cumprod": {
        "linear": alphas(beta_schedule="linear", beta_start=0.0001, beta_end=0.02),
        "scaled-linear": alphas(**stable),
        "cosine": alphas(beta_schedule="squaredcos_cap_v2"),
        "zero-terminal-snr": alphas(rescale_betas_zero_snr=True, **stable),
    },
    "runs": {
        "ddim": run(diffusers.DDIMScheduler(clip_sample=False, **stable, **trailing)),
        "ddim zero-terminal-snr v": run(diffusers.DDIMScheduler(
            clip_sample=False, rescale_betas_zero_snr=True, prediction_type="v_prediction", **stable, **trailing)),
        "ddpm": run(diffusers.DDPMScheduler(clip_sample=False, **stable, **trailing)),
        "euler": run(diffusers.EulerDiscreteScheduler(**stable, **trailing)),
        "euler karras": run(diffusers.EulerDiscreteScheduler(use_karras_sigmas=True, **stable)),
        "euler-ancestral": run(diffusers.EulerAncestralDiscreteScheduler(**stable, **trailing)),
        "dpm++-2m": run(diffusers.DPMSolverMultistepScheduler(**stable, **trailing)),
        "dpm++-2m karras": run(diffusers.DPMSolverMultistepScheduler(use_karras_sigmas=True, **stable)),
        "flow euler shift 3": run(diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0), sigmas=straight),
        "flow heun": run(flow_heun),
    },
}
golden["runs"]["flow heun"]["sigmas"] = flow_heun.sigmas.tolist()
path = pathlib.Path(__file__).parents[2] / "test" / "samplers" / "diffusers.golden.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
