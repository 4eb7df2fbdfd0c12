"""Makes the tiny random models of tests/golden/model and the logits that Hugging Face's transformers gives for them.

    python tests/oracles/make_tiny_models.py tests/golden/model

Each model NAME becomes NAME.gguf and NAME.logits.npy (float32 [tokens, vocabulary], eager attention in float32 on the
dequantised weights); block-quantised ones also NAME.rounded.npy, the logits when the input of every linear layer is
rounded to int8 by blocks of 32. All share tokens.npy (int32 [tokens]). Needs torch, transformers, gguf and numpy.
"""
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
import transformers
from transformers import (Gemma2Config, Gemma2ForCausalLM, Gemma3ForCausalLM, Gemma3TextConfig, LlamaConfig,
                          LlamaForCausalLM, Ministral3Config, Ministral3ForCausalLM, MinistralConfig,
                          MinistralForCausalLM, MistralConfig, MistralForCausalLM, Qwen2Config,
                          Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)

N_TOKENS = 40
VOCABULARY = 96
WINDOW = 8
SIZES = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, head_dim=16, max_position_embeddings=256,
             attn_implementation="eager", pad_token_id=None, bos_token_id=1, eos_token_id=2)


def randomise(model, seed):
    """Weights far larger than the usual initialisation, so that attention is sharp and logits differ."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.2 * noise if parameter.dim() == 1 else noise * (1.5 / parameter.shape[-1] ** 0.5))
    return model.eval()


def small_norms(model):
    """Gemma's norm weights are added to 1."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.sub_(1)
    return model


def interleave(weight, n_heads):
    """Q and K rows from Hugging Face's order (halves) to GGUF's (neighbours rotate together)."""
    rows, cols = weight.shape
    return weight.reshape(n_heads, 2, rows // n_heads // 2, cols).swapaxes(1, 2).reshape(rows, cols)


def uninterleave(weight, n_heads):
    rows, cols = weight.shape
    return weight.reshape(n_heads, rows // n_heads // 2, 2, cols).swapaxes(1, 2).reshape(rows, cols)


def tensor_names(model, architecture):
    """(GGUF name, parameter, heads whose rows are interleaved or 0)."""
    config = model.config
    interleaved = architecture in ("llama", "mistral3")  # the others' files keep the halves
    gemma = architecture.startswith("gemma")
    yield "token_embd.weight", model.model.embed_tokens.weight, 0
    if not config.tie_word_embeddings:
        yield "output.weight", model.lm_head.weight, 0
    yield "output_norm.weight", model.model.norm.weight, 0
    for i, layer in enumerate(model.model.layers):
        prefix = f"blk.{i}."
        attention, feed_forward = layer.self_attn, layer.mlp
        yield prefix + "attn_norm.weight", layer.input_layernorm.weight, 0
        yield prefix + "attn_q.weight", attention.q_proj.weight, interleaved and config.num_attention_heads
        yield prefix + "attn_k.weight", attention.k_proj.weight, interleaved and config.num_key_value_heads
        for letter in "qkv":
            if (bias := getattr(attention, f"{letter}_proj").bias) is not None:
                yield prefix + f"attn_{letter}.bias", bias, 0
            if hasattr(attention, f"{letter}_norm"):
                yield prefix + f"attn_{letter}_norm.weight", getattr(attention, f"{letter}_norm").weight, 0
        yield prefix + "attn_v.weight", attention.v_proj.weight, 0
        yield prefix + "attn_output.weight", attention.o_proj.weight, 0
        yield prefix + "ffn_norm.weight", (layer.pre_feedforward_layernorm if gemma else layer.post_attention_layernorm).weight, 0
        if gemma:
            yield prefix + "post_attention_norm.weight", layer.post_attention_layernorm.weight, 0
            yield prefix + "post_ffw_norm.weight", layer.post_feedforward_layernorm.weight, 0
        yield prefix + "ffn_gate.weight", feed_forward.gate_proj.weight, 0
        yield prefix + "ffn_up.weight", feed_forward.up_proj.weight, 0
        yield prefix + "ffn_down.weight", feed_forward.down_proj.weight, 0


def round_activations(x):
    """To int8 with one scale for every 32 values, as block-quantised weights see them."""
    blocks = x.reshape(*x.shape[:-1], -1, 32)
    scale = blocks.abs().amax(-1, keepdim=True) / 127
    return (torch.round(blocks / scale) * scale).reshape(x.shape)


def rounded_logits(model, ids):
    linears = [module for module in model.modules() if isinstance(module, torch.nn.Linear)]
    hooks = [linear.register_forward_pre_hook(lambda _, inputs: (round_activations(inputs[0]),)) for linear in linears]
    logits = model(input_ids=ids).logits[0]
    for hook in hooks:
        hook.remove()
    return logits


def write(folder, name, model, tokens, quantisation=gguf.GGMLQuantizationType.F32, windows=None, architecture="llama"):
    """Writes the GGUF file, puts the weights it holds back into the model, and writes that model's logits.

    windows: True for each window layer; the pattern is written for the llama family only, the others have their own.
    """
    config = model.config
    writer = gguf.GGUFWriter(folder / f"{name}.gguf", architecture)
    writer.add_name(name)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_rope_dimension_count(config.head_dim)
    rope = config.rope_parameters
    rope = rope.get("full_attention", rope)  # Gemma 3's window layers have another, which its files do not name
    if rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    if rope["rope_type"] == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        writer.add_rope_scaling_yarn_beta_fast(rope["beta_fast"])
        writer.add_rope_scaling_yarn_beta_slow(rope["beta_slow"])
        if "mscale_all_dim" in rope:
            writer.add_rope_scaling_yarn_log_mul(rope["mscale_all_dim"])
    if architecture == "mistral3":
        writer.add_attn_temperature_scale(rope["llama_4_scaling_beta"])
    if architecture == "gemma2":
        writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
        writer.add_final_logit_softcapping(config.final_logit_softcapping)
    writer.add_rope_freq_base(rope["rope_theta"])
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    if windows is not None:
        writer.add_sliding_window(WINDOW)
        if not all(windows) and architecture == "llama":
            writer.add_sliding_window_pattern(windows)
    if rope["rope_type"] == "llama3":
        plain = rope["rope_theta"] ** -(np.arange(config.head_dim // 2) * 2 / config.head_dim)
        factors = plain / model.model.rotary_emb.inv_freq.numpy().astype(np.float64)
        assert (factors > 1.01).any() and np.isclose(factors, 1, atol=1e-4).any()
        writer.add_tensor("rope_freqs.weight", factors.astype(np.float32))
    with torch.no_grad():
        for tensor, parameter, heads in tensor_names(model, architecture):
            values = parameter.numpy().copy()
            if architecture.startswith("gemma") and tensor.endswith("norm.weight"):
                values += 1  # Gemma multiplies by 1 + weight; files hold the sum
            if heads:
                values = interleave(values, heads)
            if values.ndim == 1:
                writer.add_tensor(tensor, values)
                continue
            stored = gguf.quants.quantize(values, quantisation)
            writer.add_tensor(tensor, stored, raw_dtype=quantisation)
            held = gguf.quants.dequantize(stored, quantisation).astype(np.float32).reshape(values.shape)
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(uninterleave(held, heads) if heads else held)))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        ids = torch.from_numpy(tokens.astype(np.int64))[None]
        logits = model(input_ids=ids).logits[0]
        if quantisation in (gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_0):
            np.save(folder / f"{name}.rounded.npy", rounded_logits(model, ids).numpy())
    assert logits.dtype == torch.float32 and logits.std() > 0.5
    np.save(folder / f"{name}.logits.npy", logits.numpy())
    print(f"{name}: {(folder / f'{name}.gguf').stat().st_size} bytes, logits' standard deviation {logits.std():.3f}")


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print(f"transformers {transformers.__version__}, torch {torch.__version__}, numpy {np.__version__}")
    torch.set_num_threads(1)
    tokens = np.random.default_rng(1).integers(0, VOCABULARY, N_TOKENS, dtype=np.int32)
    np.save(folder / "tokens.npy", tokens)

    def llama_gqa():
        config = LlamaConfig(num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, **SIZES)
        return randomise(LlamaForCausalLM(config), 11)

    write(folder, "llama_gqa", llama_gqa(), tokens)
    types = gguf.GGMLQuantizationType
    for suffix, kind in (("f16", types.F16), ("bf16", types.BF16), ("q8_0", types.Q8_0), ("q4_0", types.Q4_0)):
        write(folder, f"llama_gqa_{suffix}", llama_gqa(), tokens, kind)

    rope = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 32}
    config = LlamaConfig(num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=2, tie_word_embeddings=True,
                         rope_parameters=rope, **SIZES)
    write(folder, "llama_tied", randomise(LlamaForCausalLM(config), 12), tokens)

    config = MistralConfig(num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=1, sliding_window=WINDOW,
                           **SIZES)
    write(folder, "mistral_window", randomise(MistralForCausalLM(config), 13), tokens, windows=[True] * 4)

    windows = [layer % 4 != 0 for layer in range(5)]
    config = MinistralConfig(num_hidden_layers=5, num_attention_heads=4, num_key_value_heads=2, sliding_window=WINDOW,
                             layer_types=["sliding_attention" if w else "full_attention" for w in windows], **SIZES)
    write(folder, "ministral_interleaved", randomise(MinistralForCausalLM(config), 14), tokens, windows=windows)

    # Both ends of YaRN's ramp lie inside the eight pairs, and tokens inside and beyond the original context.
    yarn = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 8.0, "original_max_position_embeddings": 12,
            "beta_fast": 1.0, "beta_slow": 0.1}
    config = Ministral3Config(num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
                              rope_parameters={**yarn, "mscale": 1.0, "mscale_all_dim": 1.0, "llama_4_scaling_beta": 0.3},
                              **SIZES)
    write(folder, "mistral3", randomise(Ministral3ForCausalLM(config), 19), tokens, architecture="mistral3")

    config = LlamaConfig(num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=1, rope_parameters=yarn, **SIZES)
    write(folder, "llama_yarn", randomise(LlamaForCausalLM(config), 20), tokens)

    config = Qwen2Config(num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=True,
                         **SIZES)
    write(folder, "qwen2", randomise(Qwen2ForCausalLM(config), 15), tokens, architecture="qwen2")

    config = Qwen3Config(num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, **SIZES)
    write(folder, "qwen3", randomise(Qwen3ForCausalLM(config), 16), tokens, architecture="qwen3")

    gemma = dict(num_attention_heads=4, num_key_value_heads=2, sliding_window=WINDOW, query_pre_attn_scalar=16,
                 tie_word_embeddings=True, hidden_activation="gelu_pytorch_tanh")
    windows = [layer % 2 == 0 for layer in range(4)]
    config = Gemma2Config(num_hidden_layers=4, attn_logit_softcapping=5.0, final_logit_softcapping=3.0, **gemma, **SIZES)
    write(folder, "gemma2", small_norms(randomise(Gemma2ForCausalLM(config), 17)), tokens, windows=windows,
          architecture="gemma2")

    windows = [(layer + 1) % 6 != 0 for layer in range(7)]
    rope = {"full_attention": {"rope_type": "linear", "rope_theta": 1000000.0, "factor": 8.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}
    config = Gemma3TextConfig(num_hidden_layers=7, rope_parameters=rope,
                              layer_types=["sliding_attention" if w else "full_attention" for w in windows], **gemma,
                              **SIZES)
    write(folder, "gemma3", small_norms(randomise(Gemma3ForCausalLM(config), 18)), tokens, windows=windows,
          architecture="gemma3")


if __name__ == "__main__":
    main()
