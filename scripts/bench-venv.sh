#!/usr/bin/env bash
# Makes .venv with PyTorch (CPU) for the bench and the goldens. Darkroom itself never needs it.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv .venv
.venv/bin/pip install --quiet --upgrade pip
.venv/bin/pip install --quiet "torch>=2.8" numpy
.venv/bin/python -c 'import torch; print("PyTorch", torch.__version__)'
