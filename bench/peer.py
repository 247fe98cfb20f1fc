"""The peer of the bench: the same work in PyTorch eager on the same number of threads. Reads one JSON request a line, answers with milliseconds."""
import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

HEADS, TEXT_WORDS, TIME_WAVES = 8, 18, 128


def linear(inputs, outputs, bias=False):
    return nn.Linear(inputs, outputs, bias=bias)


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, 1e-6)


def attend(q, k, v, mask=None):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], HEADS, -1).transpose(1, 2)
    return F.scaled_dot_product_attention(split(q), split(k), split(v), attn_mask=mask).transpose(1, 2).reshape(q.shape)


class Block(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.modulation = linear(d, 6 * d, True)
        self.norm1, self.norm2, self.norm3 = RmsNorm(d), RmsNorm(d), RmsNorm(d)
        self.qn, self.kn = RmsNorm(d // HEADS), RmsNorm(d // HEADS)
        self.q, self.k, self.v, self.o = (linear(d, d) for _ in range(4))
        self.cq, self.ck, self.cv, self.co = (linear(d, d) for _ in range(4))
        self.gate, self.value, self.down = linear(d, hidden), linear(d, hidden), linear(hidden, d)

    def forward(self, x, condition, text, mask):
        s1, b1, g1, s2, b2, g2 = self.modulation(condition)[:, None].chunk(6, -1)
        h = self.norm1(x) * (1 + s1) + b1
        head = lambda norm, y: norm(y.reshape(*y.shape[:2], HEADS, -1)).reshape(y.shape)
        x = x + g1 * self.o(attend(head(self.qn, self.q(h)), head(self.kn, self.k(h)), self.v(h)))
        x = x + self.co(attend(self.cq(self.norm2(x)), self.ck(text), self.cv(text), mask))
        h = self.norm3(x) * (1 + s2) + b2
        return x + g2 * self.down(F.silu(self.gate(h)) * self.value(h))


class Dit(nn.Module):
    def __init__(self, d, layers, hidden, channels, tokens, summaries):
        super().__init__()
        self.input, self.position = linear(channels, d, True), nn.Parameter(torch.randn(tokens, d) * 0.3)
        self.time_in, self.time_out, self.text = linear(TIME_WAVES, d, True), linear(d, d, True), linear(summaries * d, d)
        self.blocks = nn.ModuleList(Block(d, hidden) for _ in range(layers))
        self.norm, self.modulation, self.output = RmsNorm(d), linear(d, 2 * d, True), linear(d, channels, True)
        self.register_buffer("waves", torch.exp(-math.log(1000) * torch.arange(TIME_WAVES // 2) / (TIME_WAVES // 2)))

    def forward(self, latents, timesteps, text, mask, summary):
        angles = timesteps[:, None] * self.waves
        time_vector = self.time_out(F.silu(self.time_in(torch.cat([angles.cos(), angles.sin()], 1))))
        condition = F.silu(time_vector + self.text(summary.flatten(1)))
        x = self.input(latents.flatten(2).transpose(1, 2)) + self.position
        for block in self.blocks:
            x = block(x, condition, text, mask)
        scale, shift = self.modulation(condition)[:, None].chunk(2, -1)
        return self.output(self.norm(x) * (1 + scale) + shift).transpose(1, 2).reshape(latents.shape)


def dit(case):
    batch, side, channels, d = case["batch"], case["side"], case["channels"], case["width"]
    model = Dit(d, case["layers"], case["hidden"], channels, side * side, case["summaries"])
    latents, text = torch.randn(batch, channels, side, side), torch.randn(batch, TEXT_WORDS, d)
    mask = torch.zeros(batch, 1, 1, TEXT_WORDS)
    mask[..., 9:] = -1e9
    return model, (latents, torch.full((batch,), 500.0), text, mask, torch.randn(batch, case["summaries"], d)), torch.randn_like(latents)


def training_step(case):
    model, inputs, target = dit(case)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.01)
    average = [p.detach().clone() for p in model.parameters()]

    def run():
        loss = ((model(*inputs) - target) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        torch._foreach_lerp_(average, [p.detach() for p in model.parameters()], 0.01)
        return loss.item()

    return run


def sampling_step(case):
    model, inputs, _ = dit(case)
    model.eval()

    def run():
        with torch.inference_mode():
            return model(*inputs)

    return run


def gemm(case):
    a, b = torch.randn(case["m"], case["k"]), torch.randn(case["k"], case["n"])
    return lambda: a @ b


def convolution(case):
    x, w = torch.randn(case["batch"], case["inputs"], case["side"], case["side"]), torch.randn(case["outputs"], case["inputs"], 3, 3)
    return lambda: F.conv2d(x, w, padding=1)


def attention(case):
    q, k, v = (torch.randn(case["batch"], HEADS, case["tokens"], case["width"] // HEADS) for _ in range(3))
    return lambda: F.scaled_dot_product_attention(q, k, v)


MAKERS = {"gemm": gemm, "convolution": convolution, "attention": attention, "training step": training_step, "sampling step": sampling_step}
made = {}

if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        name = request["name"]
        if name not in made:
            made[name] = MAKERS[request["kind"]](request)
            for _ in range(3):
                made[name]()
        times = []
        with torch.inference_mode() if request["kind"] in ("gemm", "convolution", "attention") else torch.enable_grad():
            for _ in range(request["repeats"]):
                begin = time.perf_counter()
                made[name]()
                times.append((time.perf_counter() - begin) * 1000)
        print(json.dumps({"ms": times}), flush=True)
