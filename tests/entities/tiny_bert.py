"""A BERT of random weights in the layout in which camel-tools' `camel_data` lays its recogniser down."""

import json
from pathlib import Path

LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
LETTERS = [chr(code) for code in range(0x621, 0x64B)]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS), ".", "،"]


def make(folder: Path, labels=LABELS) -> Path:
    """config.json, weights, vocab.txt and no tokenizer.json, as in the package ner-arabert."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.manual_seed(7)
    about = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    model = BertForTokenClassification(about)
    with torch.no_grad():
        model.classifier.weight.mul_(30)  # so that the labels differ from word to word
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}), encoding="utf-8")
    return folder
