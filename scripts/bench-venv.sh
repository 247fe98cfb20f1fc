#!/usr/bin/env bash
# Makes .venv with what the benches and the goldens run beside Darkroom, on CPUs. Darkroom itself never needs it.
# stable-diffusion.cpp has no ready-made package: pip compiles it, some ten minutes of two cores. `scripts/bench-venv.sh --with-cpp` does that too.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d .venv ] || python3 -m venv .venv
.venv/bin/pip install --quiet --upgrade pip
.venv/bin/pip install --quiet "torch>=2.8" numpy diffusers transformers accelerate safetensors openvino
if [ "${1:-}" = --with-cpp ]; then .venv/bin/pip install --quiet stable-diffusion-cpp-python || echo "stable-diffusion.cpp could not be built: it needs CMake and a C++ compiler. The bench says that it is missing and runs the rest."; fi
.venv/bin/python -c 'import torch, diffusers, openvino; print("PyTorch", torch.__version__, "diffusers", diffusers.__version__, "OpenVINO", openvino.__version__)'
