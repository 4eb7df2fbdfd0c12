"""Writes a checkpoint as GGUF: Q8_0 matrices (or F32, to compare logits), F32 norms.   python -m oree_mini.export"""
import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch

from .model import ModelConfig
from .tokenizer import CONTROL_TOKENS, PRE_REGEX

# Renders docs/prompt_format.md from messages and tools; calls carry their arguments as objects.
CHAT_TEMPLATE = """\
{%- macro mark(s) -%}
{%- if s.enum is defined -%}{%- for v in s.enum -%}{{ v | tojson }}{%- if not loop.last -%}|{%- endif -%}{%- endfor -%}
{%- elif s.type == 'array' -%}{{ mark(s['items']) or 'string' }}[]
{%- elif s.type in ('integer', 'number', 'boolean', 'object') -%}{{ s.type }}
{%- endif -%}
{%- endmacro -%}
{{- bos_token -}}
{%- if messages and messages[0].role == 'system' and messages[0].content -%}
[SYSTEM_PROMPT]{{ messages[0].content }}[/SYSTEM_PROMPT]
{%- endif -%}
{%- if tools -%}
[AVAILABLE_TOOLS]
{%- for tool in tools -%}
{%- set f = tool.function -%}
{{ f.name }}(
{%- for name, s in f.parameters.properties.items() -%}
{{ name }}{% if name not in f.parameters.get('required', []) %}?{% endif %}{% set m = mark(s) %}{% if m %}: {{ m }}{% endif %}{% if not loop.last %}, {% endif %}
{%- endfor -%}
): {{ f.description }}{% if not loop.last %}{{ '\\n' }}{% endif %}
{%- endfor -%}
[/AVAILABLE_TOOLS]
{%- endif -%}
{%- for m in messages -%}
{%- if m.role == 'user' -%}
[INST]{{ m.content }}[/INST]
{%- elif m.role == 'tool' -%}
[TOOL_RESULTS]{{ m.content }}[/TOOL_RESULTS]
{%- elif m.role == 'assistant' and m.tool_calls -%}
[TOOL_CALLS][
{%- for c in m.tool_calls -%}
{"name": {{ c.function.name | tojson }}, "arguments": {{ c.function.arguments | tojson }}}{% if not loop.last %}, {% endif %}
{%- endfor -%}
]{{ eos_token }}
{%- elif m.role == 'assistant' -%}
{{ m.content }}{{ eos_token }}
{%- endif -%}
{%- endfor -%}
"""


def add_tokenizer(writer: gguf.GGUFWriter, path: Path) -> None:
    saved = json.loads(path.read_text(encoding="utf-8"))["model"]
    spellings = [token for token, _ in sorted(saved["vocab"].items(), key=lambda item: item[1])]
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in saved["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("oree")
    writer.add_string("oree.tokenizer.pre_regex", PRE_REGEX)
    writer.add_token_list(spellings)
    writer.add_token_types([gguf.TokenType.CONTROL if i < len(CONTROL_TOKENS) else gguf.TokenType.NORMAL for i in range(len(spellings))])
    writer.add_token_merges(merges)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(12)
    writer.add_add_bos_token(True)
    writer.add_chat_template(CHAT_TEMPLATE)
    writer.add_string("oree.prompt_format", "oree-mini-1")
    writer.add_bool("oree.quotes_arguments", True)


def export(checkpoint: Path, tokenizer: Path, output: Path, kind: str = "q8_0") -> None:
    saved = torch.load(checkpoint, map_location="cpu")
    config = ModelConfig(**saved["config"])
    part = output.with_suffix(".part")
    writer = gguf.GGUFWriter(part, "llama")
    writer.add_name("oree-mini")
    writer.add_license("apache-2.0")
    writer.add_languages(["en", "fr"])
    writer.add_context_length(config.context)
    writer.add_embedding_length(config.dim)
    writer.add_block_count(config.n_layers)
    writer.add_feed_forward_length(config.hidden_dim)
    writer.add_head_count(config.n_heads)
    writer.add_head_count_kv(config.n_kv_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_rope_freq_base(config.rope_base)
    writer.add_vocab_size(config.vocab_size)
    writer.add_sliding_window(config.window)
    writer.add_array("llama.attention.sliding_window_pattern", [config.is_window(i) for i in range(config.n_layers)])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if kind == "q8_0" else gguf.LlamaFileType.ALL_F32)
    add_tokenizer(writer, tokenizer)
    for name, tensor in saved["model"].items():
        values = tensor.float().numpy()
        if values.ndim == 1 or kind == "f32":
            writer.add_tensor(name, values)
        else:
            q8_0 = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quants.quantize(values, q8_0), raw_dtype=q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.rename(output)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("../build/training"))
    parser.add_argument("--output", type=Path, default=Path("../models/oree-mini.gguf"))
    parser.add_argument("--type", choices=("q8_0", "f32"), default="q8_0", help="of the matrices")
    options = parser.parse_args()
    export(options.folder / "checkpoint.pt", options.folder / "tokenizer.json", options.output, options.type)


if __name__ == "__main__":
    main()
