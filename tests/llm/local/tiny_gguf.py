"""A real, loadable GGUF model of a few hundred kilobytes: one layer of fixed pseudo-random weights.

It writes nonsense, but it is loaded, tokenized, sampled, streamed and stopped by the real engine like any other. The
format is the one that the ggml project documents (GGUF version 3); the tokens are single bytes in the byte-to-character
spelling of GPT-2, so every text can be tokenized and the number of tokens is the number of bytes.
"""

from __future__ import annotations

import random
import struct
from array import array
from pathlib import Path

_U32, _F32, _STRING, _ARRAY, _I32 = 4, 6, 8, 9, 5
_ALIGNMENT = 32
_WIDTH, _FEED_FORWARD, _HEADS = 64, 96, 4
CHAT_TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}"


def write_tiny_gguf(path: Path, *, context: int = 8192) -> Path:
    """Write the model to ``path`` and return the path. The bytes are the same every time."""
    tokens = [*_byte_characters(), "<end>"]
    metadata = [
        _text("general.architecture", "llama"),
        _text("general.name", "tiny nonsense"),
        _number("llama.context_length", context),
        _number("llama.embedding_length", _WIDTH),
        _number("llama.block_count", 1),
        _number("llama.feed_forward_length", _FEED_FORWARD),
        _number("llama.attention.head_count", _HEADS),
        _key("llama.attention.layer_norm_rms_epsilon", _F32) + struct.pack("<f", 1e-5),
        _text("tokenizer.ggml.model", "gpt2"),
        _text("tokenizer.ggml.pre", "default"),
        _strings("tokenizer.ggml.tokens", tokens),
        _key("tokenizer.ggml.token_type", _ARRAY)
        + struct.pack("<IQ", _I32, len(tokens))
        + struct.pack(f"<{len(tokens)}i", *([1] * (len(tokens) - 1)), 3),
        _strings("tokenizer.ggml.merges", ["a b"]),
        _number("tokenizer.ggml.eos_token_id", len(tokens) - 1),
        _text("tokenizer.chat_template", CHAT_TEMPLATE),
    ]
    shapes: list[tuple[str, tuple[int, ...]]] = [
        ("token_embd.weight", (_WIDTH, len(tokens))),
        ("output_norm.weight", (_WIDTH,)),
        ("output.weight", (_WIDTH, len(tokens))),
        ("blk.0.attn_norm.weight", (_WIDTH,)),
        ("blk.0.attn_q.weight", (_WIDTH, _WIDTH)),
        ("blk.0.attn_k.weight", (_WIDTH, _WIDTH)),
        ("blk.0.attn_v.weight", (_WIDTH, _WIDTH)),
        ("blk.0.attn_output.weight", (_WIDTH, _WIDTH)),
        ("blk.0.ffn_norm.weight", (_WIDTH,)),
        ("blk.0.ffn_gate.weight", (_WIDTH, _FEED_FORWARD)),
        ("blk.0.ffn_down.weight", (_FEED_FORWARD, _WIDTH)),
        ("blk.0.ffn_up.weight", (_WIDTH, _FEED_FORWARD)),
    ]
    numbers = random.Random(1)
    infos, body = b"", b""
    for name, shape in shapes:
        infos += _string(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        infos += struct.pack("<IQ", 0, len(body))
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        is_norm = len(shape) == 1
        body += array("f", [1.0 if is_norm else numbers.gauss(0, 0.3) for _ in range(count)]).tobytes()
        body += b"\0" * (-len(body) % _ALIGNMENT)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), len(metadata)) + b"".join(metadata) + infos
    path.write_bytes(head + b"\0" * (-len(head) % _ALIGNMENT) + body)
    return path


def _byte_characters() -> list[str]:
    """Return the visible character that GPT-2's tokenizer writes for each byte, in the order of the bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte if byte in shown else next(others)) for byte in range(256)]


def _string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _key(name: str, kind: int) -> bytes:
    return _string(name) + struct.pack("<I", kind)


def _text(name: str, value: str) -> bytes:
    return _key(name, _STRING) + _string(value)


def _number(name: str, value: int) -> bytes:
    return _key(name, _U32) + struct.pack("<I", value)


def _strings(name: str, values: list[str]) -> bytes:
    return _key(name, _ARRAY) + struct.pack("<IQ", _STRING, len(values)) + b"".join(map(_string, values))
