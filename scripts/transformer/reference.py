#!/usr/bin/env python3
"""Builds tests/fixtures/transformer: small random models and what transformers computes with them.

    pip install torch transformers
    scripts/transformer/reference.py tests/fixtures/transformer

One BERT model (WordPiece) and one XLM-RoBERTa model (Unigram), each with `reference.json`: the
logits of the first sub-token of each word of a few sentences. The words were made up for this
purpose; no model and no text is fetched. Windows of long texts are chosen here by trying all of
them, so that the arithmetic of src/transformer/chunks.rs is checked, too.
"""
import json
import os
import shutil
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForTokenClassification,
    PreTrainedTokenizerFast,
    XLMRobertaConfig,
    XLMRobertaForTokenClassification,
)

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]
POSITIONS = 64

SENTENCES = [
    "أعلنت وزيرة الثقافة ليلى منصور في عمّان افتتاح المتحف الجديد",
    "وصل الوفد إلى بيروت، ثم زار (شركة النور) مساء الخميس 14.",
    "قال سامي لـ«صحيفة الفجر» إن اللاعبين سيسافرون إلى Berlin غدا",
    "ᚠ ستفتتحونها",
]
STEMS = """أعلن وزير ثقافة متحف جديد وفد وصل زار بيروت عمّان شركة نور مساء خميس قال سامي صحيفة
فجر لاعب سافر غدا مدينة مجلس رئيس ليلى منصور افتتاح في إلى من على إن ثم berlin جامعة كتاب
مدرسة طريق سوق نهر جبل بحر""".split()
AFFIXES = "ال وال بال لل سي ون ين ة ات ها هم نا وا ت ي ية".split()
LETTERS = [chr(code) for code in range(0x621, 0x64B) if code not in range(0x63B, 0x641)]
SIGNS = list("0123456789.,()abcdefghijklmnopqrstuvwxyz") + ["،", "«", "»", "ـ", "ّ"]


def long_text():
    """170 words, of which some fall into many pieces: several windows."""
    stems = [stem for stem in STEMS if len(stem) > 2]
    words = []
    for idx in range(170):
        stem = stems[(idx * 7 + idx // 5) % len(stems)]
        words.append(["", "ال", "وال", ""][idx % 4] + stem + ["", "", "ون", "ها", "ية"][idx % 5])
    return words


def distinct(items):
    return list(dict.fromkeys(items))


def bert_tokenizer(folder):
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = distinct(
        special
        + LETTERS
        + SIGNS
        + STEMS
        + AFFIXES
        + ["##" + piece for piece in LETTERS + SIGNS + STEMS + AFFIXES]
    )
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"])
    )
    tokenizer.add_special_tokens(special)
    tokenizer.save(f"{folder}/tokenizer.json", pretty=False)
    with open(f"{folder}/vocab.txt", "w", encoding="utf-8") as file:
        file.writelines(piece + "\n" for piece in pieces)
    settings = {"do_lower_case": True, "strip_accents": False, "unk_token": "[UNK]"}
    with open(f"{folder}/tokenizer_config.json", "w", encoding="utf-8") as file:
        json.dump(settings, file)
    names = {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}
    return names, len(pieces)


def xlmr_tokenizer(folder):
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    starts = ["▁"] + ["▁" + piece for piece in STEMS + AFFIXES]
    pieces = distinct(special + starts + LETTERS + SIGNS + STEMS + AFFIXES)
    # The longer a piece, the better; a small step by number, so that no two ways tie.
    scores = [
        0.0 if piece in special else -10.0 + 1.5 * len(piece) - number / 1024
        for number, piece in enumerate(pieces)
    ]
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores)), special.index("<unk>")))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(special)
    tokenizer.save(f"{folder}/tokenizer.json", pretty=False)
    names = {"unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}
    return names, len(pieces)


def settings(vocabulary):
    return {
        "vocab_size": vocabulary,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "id2label": dict(enumerate(LABELS)),
        "label2id": {label: number for number, label in enumerate(LABELS)},
    }


def randomise(model):
    """Weights so great that each part of the model moves the result."""
    with torch.no_grad():
        for name, weight in sorted(model.named_parameters()):
            centre = 1.0 if name.endswith("LayerNorm.weight") else 0.0
            weight.copy_(centre + 0.25 * torch.randn(weight.shape))
    return model.eval()


def farthest_from_a_cut(n_tokens, capacity):
    """Windows, and for each token the first of those in which it is farthest from a cut."""
    overlap = capacity // 4
    count = 1
    while count * capacity - (count - 1) * overlap < n_tokens:
        count += 1
    length = n_tokens if count == 1 else -(-(n_tokens + (count - 1) * overlap) // count)
    starts = [(n_tokens - length) * idx // max(count - 1, 1) for idx in range(count)]
    windows = [(start, start + length) for start in starts]

    def distance(window, token):
        start, end = window
        left = token - start if start > 0 else n_tokens
        right = end - 1 - token if end < n_tokens else n_tokens
        return min(left, right)

    best = []
    for token in range(n_tokens):
        seeing = [idx for idx, (start, end) in enumerate(windows) if start <= token < end]
        best.append(max(seeing, key=lambda idx: (distance(windows[idx], token), -idx)))
    return windows, best


def reference(model, tokenizer, capacity, words):
    """Logits of each word, computed window by window with transformers."""
    encoded = tokenizer(words, is_split_into_words=True)
    ids, word_ids = encoded["input_ids"], encoded.word_ids()
    assert word_ids[0] is None and word_ids[-1] is None and None not in word_ids[1:-1]
    first, inner, last = ids[0], ids[1:-1], ids[-1]
    windows, best = farthest_from_a_cut(len(inner), capacity)
    if len(windows) == 1:
        assert [first, *inner, last] == ids
    scores = []
    with torch.no_grad():
        for start, end in windows:
            batch = torch.tensor([[first, *inner[start:end], last]])
            scores.append(model(input_ids=batch, attention_mask=torch.ones_like(batch)).logits[0])
    places = [word_ids[1:-1].index(word) for word in range(len(words))]
    rows = [scores[best[place]][1 + place - windows[best[place]][0]].tolist() for place in places]
    return {
        "words": words,
        "windows": len(windows),
        "logits": [[round(score, 6) for score in row] for row in rows],
    }


def build(folder, make_tokenizer, make_config, make_model):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    names, vocabulary = make_tokenizer(folder)
    torch.manual_seed(20)
    config = make_config(vocabulary)
    model = randomise(make_model(config))
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json", **names)
    cases = [sentence.split() for sentence in SENTENCES] + [long_text()]
    result = [reference(model, tokenizer, POSITIONS - 2, words) for words in cases]
    os.chmod(f"{folder}/model.safetensors", 0o644)
    with open(f"{folder}/reference.json", "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    sizes = ", ".join(str(case["windows"]) for case in result)
    print(f"{folder}: {vocabulary} pieces; windows: {sizes}")


def main(folder):
    build(
        f"{folder}/bert",
        bert_tokenizer,
        lambda size: BertConfig(max_position_embeddings=POSITIONS, **settings(size)),
        BertForTokenClassification,
    )
    build(
        f"{folder}/xlmr",
        xlmr_tokenizer,
        lambda size: XLMRobertaConfig(
            # The rows of positions up to that of the padding are not used.
            max_position_embeddings=POSITIONS + 2,
            type_vocab_size=1,
            pad_token_id=1,
            bos_token_id=0,
            eos_token_id=2,
            layer_norm_eps=1e-5,
            **settings(size),
        ),
        XLMRobertaForTokenClassification,
    )


if __name__ == "__main__":
    main(sys.argv[1])
