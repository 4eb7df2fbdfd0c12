"""Makes oree-mini: dialogues, tokenizer, model, training run, export and evaluation."""
