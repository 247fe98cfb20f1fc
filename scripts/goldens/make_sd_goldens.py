"""Writes test/golden/stable-diffusion/: a tiny pipeline of random weights for each Stable Diffusion family, and what diffusers makes of it.

    python -m venv venv && venv/bin/pip install torch==2.15.0 diffusers==0.42.1 transformers==5.24.0 peft==0.21.2 safetensors==0.8.0 numpy==2.4.6
    venv/bin/python scripts/goldens/make_sd_goldens.py

Each family is a diffusers folder, as `save_pretrained` writes it, with a `goldens.safetensors` beside its parts. Weights are rounded to what both
float16 and bfloat16 hold, saved so, and computed with in float32, so that what is left is the error of the engine under test. Tensors of `goldens.safetensors`: a part's name,
a dot, and the name of an input or output; `pipeline.*` is a whole run of 20 steps with guidance 7.5 from `pipeline.noise`.
"""
import json
import pathlib
import shutil

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, DDIMScheduler, EulerDiscreteScheduler, LCMScheduler, UNet2DConditionModel
from diffusers import LatentConsistencyModelPipeline, StableDiffusionInpaintPipeline, StableDiffusionPipeline, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

FOLDER = pathlib.Path(__file__).parents[2] / "test" / "golden" / "stable-diffusion"
PROMPT, NEGATIVE = "a red fox on the beach at night", "blurry, low quality"
HEIGHT, WIDTH = 32, 64
H, W = HEIGHT // 8, WIDTH // 8


def bytes_to_letters():
    """The letters that stand for bytes in byte-level BPE: printable ones stand for themselves, the rest lies from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + i) for i in range(len(rest))]


def tokenizer_files(folder, pad):
    """A CLIP tokenizer of 530 tokens in the files that checkpoints carry."""
    merges = ["t h", "th e</w>", "f o", "fo x</w>", "r e", "re d</w>", "b e", "be a", "o n</w>", "a t</w>", "n i", "ni g"]
    letters = bytes_to_letters()
    words = letters + [f"{letter}</w>" for letter in letters] + [merge.replace(" ", "") for merge in merges] + ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": pad, "unk_token": "<|endoftext|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 77, "tokenizer_class": "CLIPTokenizer", "do_lower_case": True, **special}))
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    return CLIPTokenizer.from_pretrained(str(folder), model_max_length=77)


def rounded(model, seed):
    """Random weights that float16 and bfloat16 hold exactly; wide enough that errors would show."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            fan_in = weight[0].numel() if weight.ndim > 1 else 1
            if "norm" in name and weight.ndim == 1:
                weight.copy_(torch.randn(weight.shape, generator=generator) * 0.2 + (1.0 if name.endswith("weight") else 0.0))
            elif "embedding.weight" in name:
                weight.copy_(torch.randn(weight.shape, generator=generator) * 0.5)
            elif weight.ndim == 1:
                weight.copy_(torch.randn(weight.shape, generator=generator) * 0.1)
            else:
                weight.copy_(torch.randn(weight.shape, generator=generator) * fan_in**-0.5)
            weight.copy_(torch.where(weight.abs() < 2**-10, 0.0, weight).bfloat16().float())
    return model.eval()


def text_encoder(kind, seed, width=8, layers=3, activation="quick_gelu", projection=8):
    config = CLIPTextConfig(vocab_size=526, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=layers, num_attention_heads=2, hidden_act=activation,
                            projection_dim=projection, max_position_embeddings=77, bos_token_id=524, eos_token_id=525, pad_token_id=1)
    return rounded(kind(config), seed)


def unet(seed, **changes):
    settings = dict(sample_size=W, block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2, attention_head_dim=2, cross_attention_dim=8,
                    down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"))
    return rounded(UNet2DConditionModel(**{**settings, **changes}), seed)


def autoencoder(seed, scaling=0.18215):
    return rounded(AutoencoderKL(block_out_channels=(4, 4, 4, 8), layers_per_block=1, norm_num_groups=2, latent_channels=4, scaling_factor=scaling, sample_size=WIDTH,
                                 down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4), seed)


def noise(shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def text_goldens(name, encoder, tokenizer):
    ids = tokenizer([PROMPT, NEGATIVE], padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    with torch.no_grad():
        result = encoder(ids, output_hidden_states=True)
    pooled = result.text_embeds if hasattr(result, "text_embeds") else result.pooler_output
    return {f"{name}.ids": ids.int(), f"{name}.last": result.last_hidden_state, f"{name}.penultimate": result.hidden_states[-2], f"{name}.pooled": pooled}


def unet_goldens(model):
    config = model.config
    inputs = {"sample": noise((2, config.in_channels, H, W), 1), "context": noise((2, 77, config.cross_attention_dim), 2)}
    extra = {}
    if config.addition_embed_type == "text_time":
        ids = (config.projection_class_embeddings_input_dim - 12) // config.addition_time_embed_dim
        inputs |= {"pooled": noise((2, 12), 3), "time_ids": torch.tensor([[512.0, 768.0, 0.0, 16.0, 1024.0, 999.0][:ids], [6.0, 5.0, 4.0, 3.0, 2.0, 1.0][:ids]])}
        extra["added_cond_kwargs"] = {"text_embeds": inputs["pooled"], "time_ids": inputs["time_ids"]}
    if config.time_cond_proj_dim is not None:
        inputs["guidance"] = noise((2, config.time_cond_proj_dim), 4)
        extra["timestep_cond"] = inputs["guidance"]
    timesteps = torch.tensor([3.0, 741.0])
    with torch.no_grad():
        output = model(inputs["sample"], timesteps, inputs["context"], **extra).sample
    return {f"unet.{key}": value for key, value in {**inputs, "timesteps": timesteps, "output": output}.items()}


def vae_goldens(model):
    pictures, latents = noise((2, 3, 16, 32), 5).clamp(-1, 1), noise((2, 4, 2, 4), 6)
    with torch.no_grad():
        encoded = model.encode(pictures)
        mean = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mean
        return {"vae.pictures": pictures, "vae.mean": mean, "vae.latents": latents, "vae.decoded": model.decode(latents).sample}


def run(pipeline, **changes):
    """The whole pipeline with PyTorch's noise of seed 7; `noise` is what it begins with."""
    settings = dict(prompt=PROMPT, negative_prompt=NEGATIVE, num_inference_steps=20, guidance_scale=7.5, height=HEIGHT, width=WIDTH)
    settings |= changes
    latents = pipeline(**settings, generator=torch.Generator().manual_seed(7), output_type="latent").images
    with torch.no_grad():
        picture = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor).sample
    return {"pipeline.noise": noise((1, 4, H, W), 7), "pipeline.latents": latents, "pipeline.picture": picture}


def save(name, pipeline, goldens, precision=torch.float16, variant="fp16"):
    folder = FOLDER / name
    pipeline.to(precision).save_pretrained(folder, variant=variant, safe_serialization=True)
    for tokenizer in ("tokenizer", "tokenizer_2"):
        if (folder / tokenizer).exists():
            shutil.rmtree(folder / tokenizer)
            tokenizer_files(folder / tokenizer, "!" if tokenizer == "tokenizer_2" else "<|endoftext|>")
    if name == "sd1":
        with_prefix(folder / "text_encoder" / "model.safetensors")
    save_file({key: value.contiguous() for key, value in goldens.items()}, folder / "goldens.safetensors")


def with_prefix(path):
    """The names that transformers wrote before version 5, and that most files have."""
    save_file({f"text_model.{key}": value for key, value in load_file(path).items()}, path, metadata={"format": "pt"})


SCALED_LINEAR = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000)


def first_parts(seed, **unet_changes):
    tokenizer = tokenizer_files(FOLDER / "scratch", "<|endoftext|>")
    return dict(tokenizer=tokenizer, text_encoder=text_encoder(CLIPTextModel, seed), unet=unet(seed + 1, **unet_changes), vae=autoencoder(seed + 2))


NO_CHECKER = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def quiet(pipeline):
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def parts_goldens(parts):
    goldens = {}
    for name in ("text_encoder", "text_encoder_2"):
        if parts.get(name) is not None:
            goldens |= text_goldens(name, parts[name], parts[name.replace("text_encoder", "tokenizer")])
    return goldens | unet_goldens(parts["unet"]) | vae_goldens(parts["vae"])


def sd1():
    parts = first_parts(10, block_out_channels=(4, 4, 8), down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
                        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"))
    scheduler = DDIMScheduler(**SCALED_LINEAR, steps_offset=1, clip_sample=False, set_alpha_to_one=False)
    pipeline = quiet(StableDiffusionPipeline(**parts, scheduler=scheduler, **NO_CHECKER))
    save("sd1", pipeline, parts_goldens(parts) | run(pipeline), torch.bfloat16, None)


def sd2():
    parts = first_parts(20, layers_per_block=2, use_linear_projection=True, attention_head_dim=(2, 4))
    parts["text_encoder"] = text_encoder(CLIPTextModel, 20, activation="gelu", layers=2)
    scheduler = DDIMScheduler(**SCALED_LINEAR, prediction_type="v_prediction", steps_offset=1, clip_sample=False, set_alpha_to_one=False)
    pipeline = quiet(StableDiffusionPipeline(**parts, scheduler=scheduler, **NO_CHECKER))
    save("sd2", pipeline, parts_goldens(parts) | run(pipeline))


def sd1_inpaint():
    parts = first_parts(30, in_channels=9)
    scheduler = DDIMScheduler(**SCALED_LINEAR, steps_offset=1, clip_sample=False, set_alpha_to_one=False)
    pipeline = quiet(StableDiffusionInpaintPipeline(**parts, scheduler=scheduler, **NO_CHECKER))
    picture, mask = noise((1, 3, HEIGHT, WIDTH), 8).clamp(-1, 1), torch.zeros(1, 1, HEIGHT, WIDTH)
    mask[:, :, 8:24, 8:40] = 1
    result = run(pipeline, image=(picture + 1) / 2, mask_image=mask, strength=1.0)
    with torch.no_grad():
        # The pipeline samples the masked picture's latents; its noise comes after the first of the generator.
        masked = parts["vae"].encode(picture * (mask < 0.5)).latent_dist
    generator = torch.Generator().manual_seed(7)
    torch.randn((1, 4, H, W), generator=generator)
    sampled = masked.mean + masked.std * torch.randn((1, 4, H, W), generator=generator)
    scaled = sampled * parts["vae"].config.scaling_factor
    save("sd1-inpaint", pipeline, parts_goldens(parts) | result | {"pipeline.mask": mask[:, :, ::8, ::8], "pipeline.masked": scaled})


def lcm():
    parts = first_parts(40, time_cond_proj_dim=8)
    parts["vae"] = rounded(AutoencoderTiny(encoder_block_out_channels=(4,) * 4, decoder_block_out_channels=(4,) * 4, num_encoder_blocks=(1, 1, 1, 1), num_decoder_blocks=(1, 1, 1, 1)), 42)
    scheduler = LCMScheduler(**SCALED_LINEAR, original_inference_steps=50)
    pipeline = quiet(LatentConsistencyModelPipeline(**parts, scheduler=scheduler, **NO_CHECKER))
    latents = pipeline(PROMPT, num_inference_steps=1, guidance_scale=7.5, height=HEIGHT, width=WIDTH, generator=torch.Generator().manual_seed(7), output_type="latent").images
    save("lcm", pipeline, parts_goldens(parts) | {"pipeline.noise": noise((1, 4, H, W), 7), "pipeline.latents": latents})


def xl_parts(seed, time_ids, **unet_changes):
    tokenizer_2 = tokenizer_files(FOLDER / "scratch_2", "!")
    added = dict(addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=12 + 8 * time_ids, use_linear_projection=True,
                 attention_head_dim=(2, 4), down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
                 transformer_layers_per_block=(1, 2))
    second = text_encoder(CLIPTextModelWithProjection, seed + 3, width=12, activation="gelu", projection=12)
    return dict(tokenizer_2=tokenizer_2, text_encoder_2=second, unet=unet(seed + 1, **{**added, **unet_changes}), vae=autoencoder(seed + 2, 0.13025))


def sdxl():
    tokenizer = tokenizer_files(FOLDER / "scratch", "<|endoftext|>")
    parts = dict(tokenizer=tokenizer, text_encoder=text_encoder(CLIPTextModel, 50), **xl_parts(50, 6, cross_attention_dim=20))
    scheduler = EulerDiscreteScheduler(**SCALED_LINEAR, timestep_spacing="leading", steps_offset=1)
    pipeline = quiet(StableDiffusionXLPipeline(**parts, scheduler=scheduler, add_watermarker=False))
    save("sdxl", pipeline, parts_goldens(parts) | run(pipeline))


def refiner():
    parts = dict(tokenizer=None, text_encoder=None, **xl_parts(60, 5, cross_attention_dim=12))
    scheduler = EulerDiscreteScheduler(**SCALED_LINEAR, timestep_spacing="leading", steps_offset=1)
    pipeline = quiet(StableDiffusionXLImg2ImgPipeline(**parts, scheduler=scheduler, add_watermarker=False, requires_aesthetics_score=True))
    picture = noise((1, 3, HEIGHT, WIDTH), 8).clamp(-1, 1)
    settings = dict(prompt=PROMPT, negative_prompt=NEGATIVE, num_inference_steps=20, guidance_scale=7.5, strength=0.3, aesthetic_score=6.0, negative_aesthetic_score=2.5)
    with torch.no_grad():
        start = parts["vae"].encode(picture).latent_dist.mean * parts["vae"].config.scaling_factor
        latents = pipeline(**settings, image=start, generator=torch.Generator().manual_seed(7), output_type="latent").images
    save("sdxl-refiner", pipeline, parts_goldens(parts) | {"pipeline.noise": noise((1, 4, H, W), 7), "pipeline.start": start, "pipeline.latents": latents})


RANK = 3


def lora_modules(model, wanted, seed):
    """Random factors for every module whose name has one of these parts: down [r, C, ...], up [O, r, ...]. Large ones would make 20 steps chaotic."""
    generator = torch.Generator().manual_seed(seed)
    for name, module in model.named_modules():
        if not isinstance(module, (torch.nn.Linear, torch.nn.Conv2d)) or not any(part in name for part in wanted):
            continue
        out_features, in_features, *taps = module.weight.shape
        down = torch.randn((RANK, in_features, *taps), generator=generator) * (in_features * max(1, len(taps) and taps[0] ** 2)) ** -0.5
        up = torch.randn((out_features, RANK, *(1 for _ in taps)), generator=generator) * 0.4
        yield name, down.half(), up.half()


ATTENTION = ("to_q", "to_k", "to_v", "to_out.0", "ff.net", "q_proj", "v_proj", "out_proj", "fc1")


def kohya(parts, wanted, alpha, seed):
    tensors = {}
    for prefix, model in parts.items():
        for name, down, up in lora_modules(model, wanted, seed):
            key = f"{prefix}_{name.replace('.', '_')}"
            tensors |= {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up, f"{key}.alpha": torch.tensor(alpha).half()}
    return tensors


def peft(parts, wanted, seed):
    tensors = {}
    for prefix, model in parts.items():
        for name, down, up in lora_modules(model, wanted, seed):
            tensors |= {f"{prefix}.{name}.lora_A.weight": down, f"{prefix}.{name}.lora_B.weight": up}
    return tensors


class TextModel(torch.nn.Module):
    """Modules under the names that files have: transformers 5 has dropped the prefix."""

    def __init__(self, model):
        super().__init__()
        self.text_model = getattr(model, "text_model", model)


def lora():
    """Two adapters at once on Stable Diffusion 1, in both namings; one on SDXL with both its text encoders."""
    folder = FOLDER / "lora"
    folder.mkdir()
    goldens = {}
    first = StableDiffusionPipeline.from_pretrained(FOLDER / "sd1", torch_dtype=torch.float32, safety_checker=None)
    save_file(kohya({"lora_unet": first.unet, "lora_te": TextModel(first.text_encoder)}, (*ATTENTION, "conv1", "proj_in", "time_emb_proj"), 2.0, 70), folder / "sd1-kohya.safetensors")
    save_file(peft({"unet": first.unet}, ("to_k", "to_out.0"), 71), folder / "sd1-peft.safetensors")
    quiet(first).load_lora_weights(folder, weight_name="sd1-kohya.safetensors", adapter_name="kohya")
    first.load_lora_weights(folder, weight_name="sd1-peft.safetensors", adapter_name="peft")
    first.set_adapters(["kohya", "peft"], [0.7, -0.4])
    goldens |= {f"sd1.{key}": value for key, value in {**run(first), **text_goldens("text_encoder", first.text_encoder, first.tokenizer)}.items()}
    xl = StableDiffusionXLPipeline.from_pretrained(FOLDER / "sdxl", torch_dtype=torch.float32, variant="fp16", add_watermarker=False)
    save_file(peft({"unet": xl.unet, "text_encoder": TextModel(xl.text_encoder), "text_encoder_2": TextModel(xl.text_encoder_2)}, ATTENTION, 72), folder / "sdxl-peft.safetensors")
    quiet(xl).load_lora_weights(folder, weight_name="sdxl-peft.safetensors", adapter_name="peft")
    xl.set_adapters(["peft"], [0.8])
    goldens |= {f"sdxl.{key}": value for key, value in run(xl).items()}
    for name, before in (("sd1", FOLDER / "sd1"), ("sdxl", FOLDER / "sdxl")):
        plain, changed = load_file(before / "goldens.safetensors")["pipeline.latents"], goldens[f"{name}.pipeline.latents"]
        print(name, "adapters change the latents by", ((changed - plain).norm() / plain.norm()).item())
    save_file({key: value.contiguous() for key, value in goldens.items() if not key.endswith(("noise", "picture", "ids"))}, folder / "goldens.safetensors")


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    for family in (sd1, sd2, sd1_inpaint, lcm, sdxl, refiner, lora):
        family()
    for scratch in FOLDER.glob("scratch*"):
        shutil.rmtree(scratch)
