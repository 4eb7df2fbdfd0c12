"""Converts Hugging Face folders with `oree convert` and with llama.cpp's convert_hf_to_gguf.py and lists what differs.

    python tests/oracles/compare_converter.py build/release/bin/oree tests/golden/convert LLAMA_CPP/convert_hf_to_gguf.py

Needs what that script needs (torch, transformers, sentencepiece, its gguf-py on PYTHONPATH).
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from gguf import GGUFReader

# On purpose: llama.cpp describes a model's origin from its folder's name, and we do not.
OF_ORIGIN = ("general.", "GGUF.")


def metadata(reader):
    return {name: field.contents() for name, field in reader.fields.items()}


def show(value):
    text = str(value)
    return text if len(text) < 70 else text[:70] + "..."


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return np.float32(a) == np.float32(b)
    return a == b


def compare(oree, folder, converter):
    with tempfile.TemporaryDirectory() as place:
        ours_path, theirs_path = Path(place) / "ours.gguf", Path(place) / "theirs.gguf"
        subprocess.run([oree, "convert", folder, ours_path, "--json"], check=True, stdout=subprocess.DEVNULL)
        ours = GGUFReader(ours_path)
        types = {tensor.tensor_type.name for tensor in ours.tensors if tensor.name == "token_embd.weight"}
        made = subprocess.run([sys.executable, converter, folder, "--outfile", theirs_path, "--outtype",
                               types.pop().lower()], capture_output=True, text=True)
        if made.returncode != 0:
            print(f"{folder.name}: llama.cpp refuses it: {made.stderr.strip().splitlines()[-1]}")
            return
        theirs = GGUFReader(theirs_path)
        print(f"{folder.name}:")
        a, b = ({tensor.name: tensor for tensor in reader.tensors} for reader in (ours, theirs))
        print(f"  tensors: {len(a)} ours, {len(b)} theirs, only ours {sorted(a.keys() - b.keys())}, "
              f"only theirs {sorted(b.keys() - a.keys())}")
        differing = 0
        for name in sorted(a.keys() & b.keys()):
            if (a[name].tensor_type != b[name].tensor_type or list(a[name].shape) != list(b[name].shape)
                    or a[name].data.tobytes() != b[name].data.tobytes()):
                differing += 1
                print(f"    {name}: {a[name].tensor_type.name} {a[name].shape} and {b[name].tensor_type.name} "
                      f"{b[name].shape}, largest difference "
                      f"{np.abs(a[name].data.astype(np.float64) - b[name].data.astype(np.float64)).max():.2e}")
        print(f"    {len(a.keys() & b.keys()) - differing} equal bit for bit")
        a, b = metadata(ours), metadata(theirs)
        for key in list(a) + [key for key in b if key not in a]:
            if not key.startswith(OF_ORIGIN) and not (key in a and key in b and same(a[key], b[key])):
                print(f"    {key}: {show(a.get(key, 'absent'))} | {show(b.get(key, 'absent'))}")


def main():
    oree, folders, converter = sys.argv[1:4]
    for folder in sorted(path for path in Path(folders).iterdir() if path.is_dir()):
        if not sys.argv[4:] or folder.name in sys.argv[4:]:
            compare(oree, folder, converter)


if __name__ == "__main__":
    main()
