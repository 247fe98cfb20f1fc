"""Holds Darkroom's maps from diffusers' names to the original ones against diffusers' own conversion, for every tensor of each full-size family.

    venv/bin/python scripts/goldens/check_original_names.py        (the environment of make_sd_goldens.py, and node)
"""
import json
import pathlib
import subprocess

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint, convert_open_clip_checkpoint
from transformers import CLIPTextConfig, CLIPTextModelWithProjection

ROOT = pathlib.Path(__file__).parents[2]
printed = subprocess.run(["node", "--import", "tsx", "scripts/goldens/print-original-names.ts"], cwd=ROOT, capture_output=True, check=True).stdout


def tagged(rows, prefix):
    """Tensors without memory that remember where they came from."""
    tensors = {}
    for ours, original, shape in rows:
        tensors[prefix + original] = torch.empty(shape, device="meta")
        tensors[prefix + original].ours = ours
    return tensors


def compare(what, converted, expected):
    known = {name: tensor.ours for name, tensor in converted.items() if hasattr(tensor, "ours")}
    wrong = [(name, ours) for name, ours in known.items() if name != ours]
    missing, extra = set(expected) - set(converted), set(converted) - set(expected)
    print(f"{what}: {len(converted)} tensors, {len(known)} followed, {len(wrong)} of them elsewhere, {len(missing)} missing, {len(extra)} too many", wrong[:3], sorted(missing)[:3], sorted(extra)[:3])


for family, rows in json.loads(printed).items():
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(rows["configs"]["unet"])
        vae = AutoencoderKL.from_config(rows["configs"]["vae"])
    compare(f"{family} unet", convert_ldm_unet_checkpoint(tagged(rows["unet"], "model.diffusion_model."), unet.config), unet.state_dict())
    compare(f"{family} vae", convert_ldm_vae_checkpoint(tagged(rows["vae"], "first_stage_model."), vae.config), vae.state_dict())
    if rows["configs"]["text"]["hidden_act"] == "gelu":
        settings = {key: value for key, value in rows["configs"]["text"].items() if key != "architectures"}
        with torch.device("meta"):
            text = CLIPTextModelWithProjection(CLIPTextConfig(**settings))
        # Thirds of one tensor: once is enough.
        whole = {f"p.{original}": torch.empty([3 * shape[0], *shape[1:]] if "in_proj" in original else shape, device="meta") for _, original, shape in rows["text"]}
        whole.setdefault("p.text_projection", torch.empty(text.text_projection.weight.shape, device="meta"))
        converted = convert_open_clip_checkpoint(text, whole, prefix="p.")
        compare(f"{family} text", {name: tensor for name, tensor in converted.items() if "position_ids" not in name}, {name for name in text.state_dict() if "position_ids" not in name})
