"""Writes test/golden/*.safetensors: small networks in PyTorch, their outputs and every gradient.

    python -m venv venv && venv/bin/pip install -r scripts/goldens/requirements.txt
    venv/bin/python scripts/goldens/make_torch_goldens.py

Weights and inputs are float32 values; PyTorch computes with them in float64, so what is left is the error of the engine
under test. Tensors of a file: `input.*`, `weight.*`, `loss weights`, `output`, `gradient.*` (of inputs and weights, for
the loss sum(output * loss weights)). Tests in test/golden build the same networks with Darkroom's ops.
"""
import json
import math
import pathlib
import struct

import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).parents[2] / "test" / "golden"


class Golden:
    """The leaves of one network, drawn when they are first named."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)
        self.leaves = {}

    def leaf(self, name, shape, spread, mean=0.0):
        values = torch.randn(shape, generator=self.generator) * spread + mean
        self.leaves[name] = values.float().double().requires_grad_()
        return self.leaves[name]

    def input(self, name, *shape):
        return self.leaf(f"input.{name}", shape, 1.0)

    def weight(self, name, *shape):
        return self.leaf(f"weight.{name}", shape, 1 / math.sqrt(math.prod(shape[1:])))

    def scale(self, name, width):
        return self.leaf(f"weight.{name}", (width,), 0.2, 1.0)

    def bias(self, name, width):
        return self.leaf(f"weight.{name}", (width,), 0.2)

    def linear(self, name, x, width):
        return F.linear(x, self.weight(f"{name}.weight", width, x.shape[-1]), self.bias(f"{name}.bias", width))

    def conv(self, name, x, channels, size, groups=1, **options):
        weight = self.weight(f"{name}.weight", channels, x.shape[1] // groups, size, size)
        return F.conv2d(x, weight, self.bias(f"{name}.bias", channels), groups=groups, **options)

    def group_norm(self, name, x, groups):
        return F.group_norm(x, groups, self.scale(f"{name}.scale", x.shape[1]), self.bias(f"{name}.bias", x.shape[1]))

    def rms_norm(self, name, x):
        return F.rms_norm(x, x.shape[-1:], self.scale(name, x.shape[-1]), eps=1e-6)

    def write(self, file, output):
        weights = torch.randn(output.shape, generator=self.generator).float().double()
        (output * weights).sum().backward()
        tensors = {**self.leaves, "loss weights": weights, "output": output}
        for name, leaf in self.leaves.items():
            tensors[f"gradient.{name}"] = leaf.grad
        write_safetensors(FOLDER / file, tensors)


def write_safetensors(path, tensors):
    """float32, names in order; written here so that the script needs torch alone."""
    header, body = {"__metadata__": {"torch": torch.__version__.split("+")[0]}}, b""
    for name, tensor in sorted(tensors.items()):
        data = tensor.detach().float().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
    print(path.name, len(text) + len(body) + 8, "bytes")


def heads_of(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def attend(q, k, v, bias=None):
    return F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).flatten(2)


def turn(x, rows, columns):
    """Two-dimensional rotary embedding by complex numbers. x: [batch, heads, rows * columns, width]."""
    quarter = x.shape[-1] // 4
    frequencies = 10_000 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)
    row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    angles = torch.cat([row.flatten()[:, None] * frequencies, column.flatten()[:, None] * frequencies], dim=-1)
    turned = torch.complex(*x.chunk(2, dim=-1)) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], dim=-1)


def transformer_block():
    golden, heads, (rows, columns) = Golden(1), 3, (2, 3)
    x, text, condition = golden.input("x", 2, rows * columns, 12), golden.input("text", 2, 4, 10), golden.input("condition", 2, 8)
    mask = torch.tensor([[0, 0, 0, 0], [0, 0, -1e9, -1e9]], dtype=torch.float64)[:, None, None, :].expand(2, 1, rows * columns, 4)
    shift1, scale1, gate1, shift2, scale2, gate2 = golden.linear("modulation", F.silu(condition), 72)[:, None].chunk(6, dim=-1)

    h = golden.rms_norm("norm1", x) * (1 + scale1) + shift1
    q, k, v = (heads_of(part, heads) for part in golden.linear("qkv", h, 36).chunk(3, dim=-1))
    q, k = turn(golden.rms_norm("query norm", q), rows, columns), turn(golden.rms_norm("key norm", k), rows, columns)
    x = x + gate1 * golden.linear("attention out", attend(q, k, v), 12)

    q = heads_of(golden.linear("cross query", golden.rms_norm("norm2", x), 12), heads)
    k, v = (heads_of(part, heads) for part in golden.linear("cross key value", text, 24).chunk(2, dim=-1))
    x = x + golden.linear("cross out", attend(q, k, v, mask), 12)

    h = golden.rms_norm("norm3", x) * (1 + scale2) + shift2
    gate, value = golden.linear("feed in", h, 32).chunk(2, dim=-1)
    golden.write("transformer-block.safetensors", x + gate2 * golden.linear("feed out", F.silu(gate) * value, 12))


def residual_block():
    golden = Golden(2)
    x, time = golden.input("x", 2, 8, 6, 5), golden.input("time", 2, 10)
    h = golden.conv("conv1", F.silu(golden.group_norm("norm1", x, 4)), 12, 3, padding=1)
    h = h + golden.linear("time", F.silu(time), 12)[:, :, None, None]
    h = golden.conv("conv2", F.silu(golden.group_norm("norm2", h, 3)), 12, 3, padding=1)
    golden.write("residual-block.safetensors", golden.conv("skip", x, 12, 1) + h)


def unet():
    golden = Golden(3)
    x = golden.input("x", 2, 3, 8, 10)
    skip = F.silu(golden.conv("in", x, 6, 3, padding=1))
    h = golden.conv("down", skip, 8, 3, stride=2, padding=1)
    h = h + F.gelu(golden.conv("depthwise", golden.group_norm("norm", h, 2), 8, 3, groups=8, padding=1))
    h = h + torch.tanh(golden.conv("grouped", h, 8, 3, groups=2, padding=2, dilation=2))
    h = F.layer_norm(h.flatten(2).transpose(1, 2), (8,), golden.scale("layer norm.scale", 8), golden.bias("layer norm.bias", 8))
    h = h.transpose(1, 2).unflatten(2, (4, 5))
    small = F.interpolate(F.avg_pool2d(skip, 2), size=(8, 10), mode="bilinear", align_corners=False)
    nearest = golden.conv("up", F.interpolate(h, scale_factor=2, mode="nearest"), 6, 3, padding=1)
    weight = golden.weight("transposed.weight", 8, 6, 4, 4)
    transposed = F.conv_transpose2d(h, weight, golden.bias("transposed.bias", 6), stride=2, padding=1)
    shuffled = F.pixel_shuffle(golden.conv("shuffled", h, 8, 1), 2)
    joined = F.silu(torch.cat([skip, small, nearest + transposed, shuffled], dim=1))
    y = golden.conv("out", joined, 3, 3, padding=1)
    golden.write("unet.safetensors", F.pixel_unshuffle(y, 2) / (1 + F.softplus(golden.linear("gain", x.mean((2, 3)), 12))[:, :, None, None]))


def residual(golden, name, x):
    """Two convolutions with SiLU before each, no norms."""
    inner = golden.conv(f"{name}.first", F.silu(x), x.shape[1], 3, padding=1)
    return x + golden.conv(f"{name}.second", F.silu(inner), x.shape[1], 3, padding=1)


def convolutional_codec():
    """Encoder, decoder and preview; names as Darkroom's, so that a whole codec can be compared."""
    golden, channels = Golden(4), 2
    x = golden.input("pictures", 1, 3, 16, 32)
    h = residual(golden, "codec.encoder.blocks.0", golden.conv("codec.encoder.in", F.pixel_unshuffle(x, 8), 4, 3, padding=1))
    projected = golden.conv("codec.encoder.linear", F.pixel_unshuffle(x, 16), channels, 1) + golden.conv("codec.encoder.out", F.pixel_unshuffle(F.silu(h), 2), channels, 1)
    mean, deviation = golden.bias("codec.latents.mean", channels)[None, :, None, None], golden.scale("codec.latents.deviation", channels)[None, :, None, None]
    # Latents that were changed on the way: else mean and deviation would cancel out.
    back = (1.5 * (projected - mean) / deviation + 0.5) * deviation + mean

    h = residual(golden, "codec.decoder.stages.0.blocks.0", golden.conv("codec.decoder.stages.0.in", back, 6, 3, padding=1))
    h = F.pixel_shuffle(golden.conv("codec.decoder.stages.1.in", F.silu(h), 16, 1), 2)
    h = residual(golden, "codec.decoder.stages.1.blocks.0", h)
    detail = F.pixel_shuffle(golden.conv("codec.decoder.out", F.silu(h), 192, 3, padding=1), 8)
    picture = F.pixel_shuffle(golden.conv("codec.decoder.linear", back, 768, 3, padding=1), 16) + detail
    preview = F.pixel_shuffle(golden.conv("codec.preview", back, 48, 3, padding=1), 4)
    golden.write("convolutional-codec.safetensors", picture + F.interpolate(preview, scale_factor=4, mode="nearest"))


FOLDER.mkdir(parents=True, exist_ok=True)
transformer_block()
residual_block()
unet()
convolutional_codec()
