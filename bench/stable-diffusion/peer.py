"""A peer of the Stable Diffusion bench: the same work, on the same number of threads. Reads one JSON request a line, answers with milliseconds and peak bytes.

peer.py KIND FOLDER SIDE THREADS, where KIND is diffusers-fp32, diffusers-bf16, diffusers-compiled, openvino-fp32, openvino-any or stable-diffusion.cpp
"""
import json
import os
import resource
import sys
import time

KIND, FOLDER, SIDE, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
TOKENS, TIMESTEP, GUIDANCE = 77, 500, 7.5
os.environ["OMP_NUM_THREADS"] = str(THREADS)
os.environ["HF_HUB_OFFLINE"] = "1"


def text_encoders():
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    for name, kind in (("text_encoder", CLIPTextModel), ("text_encoder_2", CLIPTextModelWithProjection)):
        if os.path.exists(os.path.join(FOLDER, name)):
            yield kind, name


class Networks:
    """The networks in PyTorch, and what they are given; contexts are random, as all that is measured depends on shapes alone."""

    def __init__(self, dtype):
        import torch
        from diffusers import AutoencoderKL, UNet2DConditionModel

        torch.set_num_threads(THREADS)
        torch.manual_seed(0)
        self.torch, self.dtype = torch, dtype
        load = lambda kind, name: kind.from_pretrained(FOLDER, subfolder=name, torch_dtype=dtype).eval()
        self.unet, self.vae = load(UNet2DConditionModel, "unet"), load(AutoencoderKL, "vae")
        self.texts = [load(kind, name) for kind, name in text_encoders()]
        config = self.unet.config
        self.scale = 2 ** (len(self.vae.config.block_out_channels) - 1)
        self.latents = torch.randn(1, config.in_channels, SIDE // self.scale, SIDE // self.scale, dtype=dtype)
        self.context = torch.randn(2, TOKENS, config.cross_attention_dim, dtype=dtype)
        self.added = None
        if config.addition_embed_type == "text_time":
            pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
            self.added = {"text_embeds": torch.randn(2, pooled, dtype=dtype), "time_ids": torch.tensor([[SIDE, SIDE, 0, 0, SIDE, SIDE]] * 2, dtype=dtype)}
        self.ids = torch.full((2, TOKENS), 5)

    def text(self):
        for model in self.texts:
            model(self.ids, output_hidden_states=True)

    def step(self):
        x = self.torch.cat([self.latents] * 2)
        y = self.unet(x, self.torch.tensor(TIMESTEP), encoder_hidden_states=self.context, added_cond_kwargs=self.added).sample
        without, with_prompt = y.chunk(2)
        return without + GUIDANCE * (with_prompt - without)

    def decode(self):
        return self.vae.decode(self.latents[:, :4] / self.vae.config.scaling_factor).sample


def diffusers_peer():
    import diffusers
    import torch

    networks = Networks(torch.bfloat16 if KIND == "diffusers-bf16" else torch.float32)
    if KIND == "diffusers-compiled":
        networks.unet, networks.vae.decode = torch.compile(networks.unet), torch.compile(networks.vae.decode)
    return networks.step, networks.text, networks.decode, f"diffusers {diffusers.__version__}, PyTorch {torch.__version__}", torch.inference_mode


def openvino_folder():
    """The networks as OpenVINO's files, beside the bench's checkpoints: made once, as its users do, and not timed."""
    import openvino
    import torch

    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "checkpoints", f"{os.path.basename(FOLDER)}-openvino-{SIDE}")
    if os.path.exists(os.path.join(folder, "vae.xml")):
        return folder
    networks = Networks(torch.float32)

    class Module(torch.nn.Module):
        """A network, and what of it OpenVINO shall see."""

        def __init__(self, network, call):
            super().__init__()
            self.network, self.call = network.requires_grad_(False), call

        def forward(self, *given):
            return self.call(self.network, *given)

    def unet(network, x, timestep, context, *added):
        extra = dict(zip(("text_embeds", "time_ids"), added)) if added else None
        return network(x, timestep, encoder_hidden_states=context, added_cond_kwargs=extra).sample

    x = torch.cat([networks.latents] * 2)
    given = (x, torch.tensor(TIMESTEP), networks.context, *(networks.added or {}).values())
    modules = {"unet": (Module(networks.unet, unet), given), "vae": (Module(networks.vae, lambda vae, x: vae.decode(x).sample), (networks.latents[:, :4],))}
    modules |= {f"text{i}": (Module(model, lambda text, ids: text(ids)[0]), (networks.ids,)) for i, model in enumerate(networks.texts)}
    os.makedirs(folder, exist_ok=True)
    for name in sorted(modules):  # the autoencoder last: its file says that all are there
        module, example = modules[name]
        with torch.no_grad():
            openvino.save_model(openvino.convert_model(module, example_input=example, input=[list(x.shape) for x in example]), os.path.join(folder, f"{name}.xml"), compress_to_fp16=False)
    return folder


def openvino_peer():
    import numpy
    import openvino

    folder = openvino_folder()
    settings = {"INFERENCE_NUM_THREADS": THREADS, "PERFORMANCE_HINT": "LATENCY"}
    if KIND == "openvino-fp32":
        settings["INFERENCE_PRECISION_HINT"] = "f32"
    core = openvino.Core()
    load = lambda name: core.compile_model(os.path.join(folder, f"{name}.xml"), "CPU", settings)
    names = [name for name in ("text0", "text1") if os.path.exists(os.path.join(folder, f"{name}.xml"))]
    models = {name: load(name) for name in ("unet", "vae", *names)}
    random = numpy.random.default_rng(0)

    def example(model):
        values = []
        for each in model.inputs:
            shape = [size.get_length() if size.is_static else 1 for size in each.partial_shape]
            kind = each.element_type.to_dtype()
            values.append(numpy.full(shape, 5, kind) if numpy.issubdtype(kind, numpy.integer) else random.standard_normal(shape).astype(kind))
        return values

    given = {name: example(model) for name, model in models.items()}
    run = lambda name: models[name](given[name])
    return lambda: run("unet"), lambda: [run(name) for name in names], lambda: run("vae"), f"OpenVINO {openvino.__version__.split('-')[0]}", None


def stable_diffusion_cpp_peer():
    """Its binding draws whole pictures only: a step is the difference between runs of three steps and of one; text and decoding are not told apart."""
    from importlib.metadata import version

    from stable_diffusion_cpp import StableDiffusion

    model = StableDiffusion(model_path=FOLDER, n_threads=THREADS, vae_decode_only=True)

    def draw(steps):
        begin = time.perf_counter()
        model.generate_image(prompt="a red fox", negative_prompt="blurry", width=SIDE, height=SIDE, sample_steps=steps, cfg_scale=GUIDANCE, seed=1)
        return time.perf_counter() - begin

    def step():
        one, three = draw(1), draw(3)
        return {"ms": 1000 * (three - one) / 2}

    return step, None, None, f"stable-diffusion-cpp-python {version('stable-diffusion-cpp-python')}", None


PEERS = {"diffusers": diffusers_peer, "openvino": openvino_peer, "stable": stable_diffusion_cpp_peer}

if __name__ == "__main__":
    from contextlib import nullcontext

    if "--prepare" in sys.argv:
        openvino_folder()
        sys.exit()
    step, text, decode, version, guard = PEERS[KIND.split("-")[0]]()
    acts = {"step": step, "text": text, "decode": decode, "peak": lambda: None}
    with (guard or nullcontext)():
        for line in sys.stdin:
            act = acts[json.loads(line)["do"]]
            begin = time.perf_counter()
            told = act() if act else None
            ms = told["ms"] if isinstance(told, dict) and "ms" in told else (time.perf_counter() - begin) * 1000
            print(json.dumps({"ms": ms if act else None, "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "version": version}), flush=True)
