"""Writes test/tokenizers/: a small CLIP vocabulary, and the ids that transformers' CLIPTokenizer gives for nasty texts.

    python scripts/goldens/clip-tokenizer.py        (transformers and tokenizers)

The vocabulary has CLIP's form (256 bytes, 256 bytes that end a word, merges, two special tokens) and is trained on this
repository's own documents and on invented sentences, so that nothing is taken from anyone. Texts that are long or many
are formulas, written again in test/tokenizers/clip-tokenizer.test.ts; their ids are kept by hash.
"""
import hashlib
import json
import pathlib
import random
import tempfile

import tokenizers
import transformers
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

ROOT = pathlib.Path(__file__).parents[2]
OUT = ROOT / "test" / "tokenizers"
MERGES = 2000
START, END = "<|startoftext|>", "<|endoftext|>"

SUBJECTS = "fox owl rabbit castle lighthouse violin teapot astronaut robot dragon mushroom bicycle mountain river forest city".split()
STYLES = "watercolour, oil painting, photograph, masterpiece, best quality, highly detailed, sharp focus, trending, 4k, 8k, cinematic lighting, bokeh".split(", ")
WORDS = "Straße naïve café über Ελλάδα Привет мир こんにちは 世界 안녕하세요 שלום مرحبا हिन्दी ไทย 🦊 🎨 👩‍🎨 ½ ² № € don't it's we'll they've I'm you'd".split()


def corpus():
    yield from (path.read_text() for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "LICENSE"])
    picker = random.Random(1)
    for _ in range(4000):
        yield f"a {picker.choice(STYLES)} of a {picker.choice(SUBJECTS)} and a {picker.choice(SUBJECTS)}, {picker.choice(STYLES)}, {picker.choice(WORDS)}"


def clip_parts():
    return (
        normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]),
        pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]),
    )


def train():
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = clip_parts()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet(), key=ord)
    trainer = trainers.BpeTrainer(vocab_size=MERGES + 600, end_of_word_suffix="</w>", initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]][:MERGES]
    tokens = [*alphabet, *(letter + "</w>" for letter in alphabet), *("".join(merge.split(" ")) for merge in merges), START, END]
    return list(dict.fromkeys(tokens)), merges


def texts():
    """Short texts, each for a reason; see also `long_texts`."""
    return [
        "", " ", "\n\t \r\n", "a", "A red fox on the beach at night", "masterpiece, best quality, (red fox:1.3), 8k", "don't it's we'll they've I'm you'd IT'S", "''s 'S '' 'sx x's'",
        "12345 3.14 1,000 ½ ² ③ Ⅷ ٣ ०", "!!! ... ?!?! --- ___ @#$%^&*()[]{}<>|\\/~`", "a.b,c;d:e", "e\u0301 é E\u0301 É \u0301", "ﬁ ﬂ Ǆ ß ẞ SS İ I ı i̇ ΑΣ ΣΑΣ Σ", "naïve café über Straße Ångström Å Å",
        "Привет мир", "Ελληνικά ΟΔΟΣ", "שלום עולם", "مرحبا بالعالم", "हिन्दी में", "ภาษาไทย", "こんにちは世界、元気ですか？", "你好，世界！", "안녕하세요 세계", "𠀀𠀁 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝐁𝐨𝐥𝐝", "Ⓐ ⓐ ℵ ℏ ™ © ®",
        "🦊", "🦊🦊🦊 🎨", "👩‍🎨 👨‍👩‍👧‍👦 👍🏽 🇩🇪 1️⃣", "❤️ ❤", "a🦊b", "\u200b zero\u200bwidth \u200d \ufeff bom \u2060", "\u00a0nbsp\u00a0x \u2003em \u3000ideographic \u1680 \u202f", "\u0085 nel \u0085x \u2028 \u2029", "\x00 \x01\x02 a\x00b \x7f \x1b[31m", "\x0b\x0c\x1c\x1d\x1e\x1f x",
        "\ue000 \U0010ffff \ufffe \ufffd", "&amp; &lt;b&gt; &#39; &nbsp; <b>bold</b>", "â€œmojibakeâ€\u009d schÃ¶n", "“curly” ‘quotes’ – — …", "<|startoftext|>", "a <|endoftext|> b<|endoftext|><|startoftext|>", "<|ENDOFTEXT|> < |endoftext|> <|endoftext| >", "<|startoftext|>x<|other|>",
        "supercalifragilisticexpialidocious antidisestablishmentarianism", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ababababababab abcabcabc", "CamelCase snake_case kebab-case x2y3z", "http://example.org/a?b=c&d=%20#e", "a  b   c\n\nd", "the The THE tHe", "</w> <w> w</w>", "lora:<lora:name:0.8>", "١٢٣ 一二三 ೧೨", "Zalgo Z͑ͫ̓ͪ̂ͫ̽a͒̂l̴̛g̷o", "\u0391\u0345 \u1fb3 \u1e9b\u0323", "ÀÉÎ àéî AEIOU", "ꙮ Ꙁ ა Ა ᏸ Ᏸ ꭰ", "𞤀𞤢 𐐀𐐨", "\u00ad soft\u00adhyphen", "ŉ ǰ ΐ և ﬓ",
    ]


LETTERS = "abcdefghijklmnopqrstuvwxyz  ,.'ABC019éßΣ世🦊\n-"


def random_text(seed, length):
    """A walk of a linear congruence over LETTERS."""
    letters, state, picked = list(LETTERS), seed, []
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        picked.append(letters[(state >> 16) % len(letters)])
    return "".join(picked)


def blocks():
    """Every code point of the planes in use but surrogates, sixteen a text."""
    points = [p for p in [*range(0x0, 0x3400), *range(0xA000, 0xD7B0, 7), *range(0xF900, 0x10000), *range(0x10000, 0x11800, 3), *range(0x1D400, 0x1D800), *range(0x1E900, 0x1E960), *range(0x1F000, 0x1FB00)] if not 0xD800 <= p < 0xE000]
    return ["".join(f"x{chr(p)}" for p in points[i:i + 16]) for i in range(0, len(points), 16)]


def hash_of(lists):
    return hashlib.sha256(json.dumps(lists, separators=(",", ":")).encode()).hexdigest()


def main():
    tokens, merges = train()
    OUT.mkdir(exist_ok=True)
    (OUT / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}, ensure_ascii=False, separators=(",", ":")) + "\n")
    (OUT / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in ["vocab.json", "merges.txt"]:
            pathlib.Path(folder, name).write_text((OUT / name).read_text())
        clip = transformers.CLIPTokenizer.from_pretrained(folder)
    ids = lambda text: clip(text, add_special_tokens=False)["input_ids"]
    golden = {
        "made_with": {"transformers": transformers.__version__, "tokenizers": tokenizers.__version__},
        "texts": [{"text": text, "ids": ids(text)} for text in texts()],
        "framed": clip("A red fox", padding="max_length", max_length=77, truncation=True)["input_ids"],
        "random": [{"seed": seed, "length": length, "sha256": hash_of(ids(random_text(seed, length)))} for seed, length in [*((seed, 60) for seed in range(1, 400)), (1000, 20_000), (1001, 100_000)]],
        "blocks": [hash_of(ids(text))[:8] for text in blocks()],
    }
    (OUT / "clip.golden.json").write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(len(tokens), "tokens", len(merges), "merges", len(golden["blocks"]), "blocks")


main()
