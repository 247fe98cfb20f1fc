"""Writes assets/tokenizers/clip-merges.txt.gz from CLIP's published vocabulary, as the PyPI package open-clip-torch carries it.

    venv/bin/pip download open-clip-torch==3.3.0 --no-deps && venv/bin/python scripts/goldens/extract_clip_merges.py open_clip_torch-3.3.0-py3-none-any.whl

Of the 262,144 merges in that file CLIP uses the first 48,894: with 256 bytes, the same at the ends of words and two special tokens they make 49,408.
"""
import gzip
import pathlib
import sys
import zipfile

USED = 49152 - 256 - 2

if __name__ == "__main__":
    packed = zipfile.ZipFile(sys.argv[1]).read("open_clip/bpe_simple_vocab_16e6.txt.gz")
    merges = gzip.decompress(packed).decode("utf-8").split("\n")[1:USED + 1]
    target = pathlib.Path(__file__).parents[2] / "assets" / "tokenizers" / "clip-merges.txt.gz"
    target.write_bytes(gzip.compress(("\n".join(merges) + "\n").encode("utf-8"), 9, mtime=0))
