"""Makes a model of Ministral-3-3B's shape with random weights in F16, for compare_quantized.py (8 GB).

    python tests/oracles/make_3b_shape.py f16.gguf [LAYERS] [--tied] [--small] [--empty] [--context N]

As in trained models a layer adds less to the residual stream than it holds, so that small errors stay small: the
embedding is large. It is therefore not tied, as in the original, to the output: every token would predict itself.
For measure_plan.py, which looks at sizes alone, it may be tied all the same, small (0.2 GB with 4 layers), or empty:
Q4_0, zeros, and a hole in the file where they are.
Needs gguf and numpy.
"""
import argparse

import gguf
import numpy as np

WIDTH, HEADS, KV_HEADS, HEAD_DIM, FEED_FORWARD, VOCABULARY = 3072, 32, 8, 128, 9216, 131072
SMALL = 1024, 8, 4, 128, 3072, 32768
CONTEXT = 16384


def spell(byte):
    """GPT-2's printable characters for bytes."""
    def printable(value):
        return 33 <= value <= 126 or 161 <= value <= 172 or 174 <= value <= 255
    return chr(byte) if printable(byte) else chr(256 + sum(not printable(value) for value in range(byte)))


def tensors(n_layers, tied):
    """(name, shape, standard deviation), None for norms."""
    yield "token_embd.weight", (VOCABULARY, WIDTH), 1
    if not tied:
        yield "output.weight", (VOCABULARY, WIDTH), 0.05
    yield "output_norm.weight", (WIDTH,), None
    for layer in range(n_layers):
        prefix = f"blk.{layer}."
        yield prefix + "attn_norm.weight", (WIDTH,), None
        yield prefix + "attn_q.weight", (HEADS * HEAD_DIM, WIDTH), 1.6 / WIDTH ** 0.5
        yield prefix + "attn_k.weight", (KV_HEADS * HEAD_DIM, WIDTH), 1.6 / WIDTH ** 0.5
        yield prefix + "attn_v.weight", (KV_HEADS * HEAD_DIM, WIDTH), 1 / WIDTH ** 0.5
        yield prefix + "attn_output.weight", (WIDTH, HEADS * HEAD_DIM), 0.2 / (HEADS * HEAD_DIM) ** 0.5
        yield prefix + "ffn_norm.weight", (WIDTH,), None
        yield prefix + "ffn_gate.weight", (FEED_FORWARD, WIDTH), 1 / WIDTH ** 0.5
        yield prefix + "ffn_up.weight", (FEED_FORWARD, WIDTH), 1 / WIDTH ** 0.5
        yield prefix + "ffn_down.weight", (WIDTH, FEED_FORWARD), 0.45 / FEED_FORWARD ** 0.5


def main():
    global WIDTH, HEADS, KV_HEADS, HEAD_DIM, FEED_FORWARD, VOCABULARY
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("layers", nargs="?", type=int, default=26)
    parser.add_argument("--tied", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--context", type=int, default=CONTEXT)
    arguments = parser.parse_args()
    n_layers = arguments.layers
    if arguments.small:
        WIDTH, HEADS, KV_HEADS, HEAD_DIM, FEED_FORWARD, VOCABULARY = SMALL
    writer = gguf.GGUFWriter(arguments.output, "llama")
    writer.add_name("3b-shape")
    writer.add_block_count(n_layers)
    writer.add_context_length(arguments.context)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_key_length(HEAD_DIM)
    writer.add_value_length(HEAD_DIM)
    writer.add_rope_dimension_count(HEAD_DIM)
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(VOCABULARY)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    tokens = [spell(byte) for byte in range(256)] + ["\u0120t", "<s>", "</s>"]
    tokens += [f"tok{index:06d}" for index in range(VOCABULARY - len(tokens))]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 257 + [3, 3] + [1] * (VOCABULARY - 259))
    writer.add_token_merges(["\u0120 t"])
    writer.add_bos_token_id(257)
    writer.add_eos_token_id(258)
    writer.add_add_bos_token(False)
    listed = list(tensors(n_layers, arguments.tied))
    n_bytes = 0  # of all tensors; the rows of each are whole blocks of the alignment
    for name, shape, deviation in listed:
        if arguments.empty and deviation is not None:
            shape = (shape[0], shape[1] // 32 * 18)
            writer.add_tensor_info(name, shape, np.uint8, int(np.prod(shape)), gguf.GGMLQuantizationType.Q4_0)
            n_bytes += int(np.prod(shape))
            continue
        kind = np.float32 if deviation is None else np.float16
        n_bytes += int(np.prod(shape)) * np.dtype(kind).itemsize
        writer.add_tensor_info(name, shape, np.dtype(kind), int(np.prod(shape)) * np.dtype(kind).itemsize)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    if arguments.empty:
        file = writer.fout[0]
        file.truncate((file.tell() + 31) // 32 * 32 + n_bytes)
        writer.close()
        return
    rng = np.random.default_rng(7)
    for name, shape, deviation in listed:
        values = rng.standard_normal(shape, dtype=np.float32)
        if deviation is None:
            writer.write_tensor_data(1 + np.float32(0.1) * values)
        else:
            values *= np.float32(deviation)
            writer.write_tensor_data(values.astype(np.float16))
    writer.close()


if __name__ == "__main__":
    main()
