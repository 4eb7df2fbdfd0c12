"""Makes the tiny Hugging Face folders of tests/golden/convert and the logits that transformers gives for them.

    python tests/oracles/make_convert_folders.py tests/golden/convert

Each model NAME becomes the folder NAME, saved by save_pretrained, and NAME.logits.npy (float32 [tokens, vocabulary], for
the tokens of tests/golden/model, eager attention in float32 on the weights as they are stored). Some config.json are
rewritten in the keys of transformers 4. Needs what make_tiny_models.py needs, and sentencepiece.
"""
import json
import io
import shutil
import sys
from pathlib import Path

import numpy as np
import sentencepiece
import torch
import transformers
from make_tiny_models import SIZES, VOCABULARY, WINDOW, randomise, small_norms
from transformers import (Gemma2Config, Gemma2ForCausalLM, Gemma3Config, Gemma3ForCausalLM,
                          Gemma3ForConditionalGeneration, Gemma3TextConfig, LlamaConfig, LlamaForCausalLM,
                          Ministral3Config, Ministral3ForCausalLM, MinistralConfig, MinistralForCausalLM, Mistral3Config,
                          Mistral3ForConditionalGeneration, MistralConfig, MistralForCausalLM, PixtralVisionConfig,
                          Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, SiglipVisionConfig)

TEXT = ["the quick brown fox jumps over the lazy dog", "lunch with ana on thursday at noon", "a forest edge at dawn",
        "call me when the train is late", "edges and meadows, hedges and shadows"] * 4
HEADS = dict(num_attention_heads=4, num_key_value_heads=2)
F32, F16, BF16 = torch.float32, torch.float16, torch.bfloat16


def make_tokenizer():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(TEXT), model_writer=model, model_type="bpe",
                                             vocab_size=VOCABULARY, normalization_rule_name="identity",
                                             minloglevel=2)
    return model.getvalue()


def in_keys_of_transformers_4(config):
    """The same model as transformers 4 described it."""
    text = config.get("text_config", config)
    rope = text.pop("rope_parameters")
    text.pop("layer_types", None)
    if "full_attention" in rope:
        text["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        rope = rope["full_attention"]
        text["sliding_window_pattern"] = text.pop("_sliding_window_pattern")
    text["rope_theta"] = rope.pop("rope_theta")
    text["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.50.0"


def save(folder, name, model, dtype, shards=None, old_keys=False):
    tokens = np.load(Path(__file__).parents[1] / "golden/model/tokens.npy")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.to(dtype).float())
        logits = model(input_ids=torch.from_numpy(tokens.astype(np.int64))[None]).logits[0]
    assert logits.dtype == torch.float32 and logits.std() > 0.5
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    np.save(folder / f"{name}.logits.npy", logits.numpy())
    model.to(dtype).save_pretrained(place, **({"max_shard_size": shards} if shards else {}))
    for file in place.iterdir():
        file.chmod(0o644)
    (place / "generation_config.json").unlink(missing_ok=True)
    (place / "tokenizer.model").write_bytes(make_tokenizer())
    if old_keys:
        config = json.loads((place / "config.json").read_text())
        in_keys_of_transformers_4(config)
        (place / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    size = sum(file.stat().st_size for file in place.iterdir())
    print(f"{name}: {size} bytes, logits' standard deviation {logits.std():.3f}")


def types(windows):
    return ["sliding_attention" if window else "full_attention" for window in windows]


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print(f"transformers {transformers.__version__}, torch {torch.__version__}, numpy {np.__version__}, "
          f"sentencepiece {sentencepiece.__version__}")
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)

    config = LlamaConfig(num_hidden_layers=2, **HEADS, **SIZES)
    save(folder, "llama_gqa", randomise(LlamaForCausalLM(config), 31), F32, shards="60KB")
    (folder / "llama_gqa" / "chat_template.jinja").write_text(
        "{{ bos_token }}{% for message in messages %}[{{ message['role'] }}] {{ message['content'] }}\n{% endfor %}")

    rope = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 32}
    config = LlamaConfig(num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, tie_word_embeddings=True,
                         rope_parameters=rope, **SIZES)
    save(folder, "llama_tied", randomise(LlamaForCausalLM(config), 32), BF16, old_keys=True)

    yarn = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 8.0, "original_max_position_embeddings": 12,
            "beta_fast": 1.0, "beta_slow": 0.1}
    config = LlamaConfig(num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
                         rope_parameters={"rope_type": "yarn", "rope_theta": 100.0, "factor": 8.0,
                                          "original_max_position_embeddings": 64, "attention_factor": 1.1}, **SIZES)
    save(folder, "llama_yarn", randomise(LlamaForCausalLM(config), 33), F16)

    config = MistralConfig(num_hidden_layers=3, sliding_window=WINDOW, **HEADS, **SIZES)
    save(folder, "mistral_window", randomise(MistralForCausalLM(config), 34), BF16, old_keys=True)

    config = MistralConfig(num_hidden_layers=2, sliding_window=None, **HEADS, **SIZES)
    save(folder, "mistral_nemo", randomise(MistralForCausalLM(config), 35), BF16)

    windows = [layer % 4 != 0 for layer in range(5)]
    config = MinistralConfig(num_hidden_layers=5, sliding_window=WINDOW, layer_types=types(windows), **HEADS, **SIZES)
    save(folder, "ministral_interleaved", randomise(MinistralForCausalLM(config), 36), BF16)

    ministral3 = dict(num_hidden_layers=2, tie_word_embeddings=True, **HEADS, **SIZES,
                      rope_parameters={**yarn, "mscale": 1.0, "mscale_all_dim": 1.0, "llama_4_scaling_beta": 0.3})
    save(folder, "mistral3", randomise(Ministral3ForCausalLM(Ministral3Config(**ministral3)), 37), BF16)
    vision = PixtralVisionConfig(hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
                                 image_size=28, patch_size=14, head_dim=8)
    config = Mistral3Config(text_config=Ministral3Config(**ministral3), vision_config=vision, tie_word_embeddings=True,
                            attn_implementation="eager")
    save(folder, "mistral3_nested", randomise(Mistral3ForConditionalGeneration(config), 38), BF16)

    # llama.cpp takes Qwen 2's heads to be as wide as the embedding divided by their number, and Llama's YaRN to have
    # the usual bounds: models that differ could not be compared with it.
    config = Qwen2Config(num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, tie_word_embeddings=True,
                         **SIZES)
    save(folder, "qwen2", randomise(Qwen2ForCausalLM(config), 39), BF16, old_keys=True)
    config = Qwen3Config(num_hidden_layers=2, **HEADS, **SIZES)
    save(folder, "qwen3", randomise(Qwen3ForCausalLM(config), 40), BF16)

    gemma = dict(sliding_window=WINDOW, query_pre_attn_scalar=16, tie_word_embeddings=True,
                 hidden_activation="gelu_pytorch_tanh", **HEADS, **SIZES)
    config = Gemma2Config(num_hidden_layers=3, attn_logit_softcapping=5.0, final_logit_softcapping=3.0, **gemma)
    save(folder, "gemma2", small_norms(randomise(Gemma2ForCausalLM(config), 41)), BF16)

    rope = {"full_attention": {"rope_type": "linear", "rope_theta": 1000000.0, "factor": 8.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}
    gemma3 = dict(num_hidden_layers=7, rope_parameters=rope, **gemma)
    save(folder, "gemma3", small_norms(randomise(Gemma3ForCausalLM(Gemma3TextConfig(**gemma3)), 42)), BF16)
    vision = SiglipVisionConfig(hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
                                image_size=28, patch_size=14)
    config = Gemma3Config(text_config=Gemma3TextConfig(**gemma3), vision_config=vision, mm_tokens_per_image=4,
                          attn_implementation="eager")
    save(folder, "gemma3_nested", small_norms(randomise(Gemma3ForConditionalGeneration(config), 43)), BF16,
         old_keys=True)


if __name__ == "__main__":
    main()
