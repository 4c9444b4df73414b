#!/usr/bin/env python3
"""Builds lang/ar/lexicon/person_names.tsv: words of personal names with a strength.

    scripts/data/person_names.py ../shared/data > lang/ar/lexicon/person_names.tsv

Sources: Wikidata name transliterations (CC0), AKhateeb/arabic-names (MIT), and counts learned
from news text (numbers only): how often a word occurs at all, and how often it follows a name.
Strength 3: frequent in names, rare otherwise; 2: known; 1: as often a common word;
0: a frequent word that is none.
"""
import json
import re
import subprocess
import sys
from collections import Counter

# Only the alefs: "علي" is a name, "على" a preposition.
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"})
WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")


def fold(word):
    return word.translate(FOLD)


def main(data):
    names = Counter()
    shown = {}
    for part in ("80", "20"):
        with open(f"{data}/gazetteers/wd_arabic_names/wd_arabic_{part}", encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                word = fields[1].replace(" ", "")
                if WORD.fullmatch(word) and len(word) >= 2:
                    names[fold(word)] += int(fields[2])
                    shown.setdefault(fold(word), word)
    listed = set()
    for file in (
        "male-first--names-in-arabic.txt",
        "female-first-names-in-arabic.txt",
        "last-names-in-arabic.txt",
        "Most-Popular-Arabic-FirstNames.txt",
        "Most-Popular-Arabic-LastNames.txt",
        "400-Arabic-Names.txt",
    ):
        with open(f"{data}/gazetteers/arabic_names/{file}", encoding="utf-8", errors="ignore") as lines:
            for word in WORD.findall(lines.read()):
                if len(word) >= 2:
                    listed.add(fold(word))
                    shown.setdefault(fold(word), word)
    text = Counter()
    sequences = []
    raw = subprocess.run(
        ["zstd", "-dc", f"{data}/text/antcorpus.jsonl.zst"], capture_output=True, check=True
    ).stdout.decode()
    for line in raw.split("\n"):
        if line:
            words = [fold(word) for word in WORD.findall(json.loads(line)["text"])]
            text.update(words)
            sequences.append(words)
    strength = {}
    for word in names.keys() | listed:
        count = names[word] + (5 if word in listed else 0)
        ratio = text[word] / (count + 1)
        if ratio < 15 and count >= 20:
            strength[word] = 3
        elif ratio < 40:
            strength[word] = 2
        elif ratio < 150:
            strength[word] = 1
    # "Servant of" compounds are names however often the news names their bearers.
    for word in text:
        if word.startswith("عبدال") and len(word) >= 7:
            strength[word] = max(strength.get(word, 0), 2)
    after, total = Counter(), Counter()
    spelled = Counter()
    for words in sequences:
        for previous, word in zip([""] + words, words):
            if word not in strength and len(word) >= 3:
                total[word] += 1
                after[word] += strength.get(previous, 0) >= 2
    for word, count in total.items():
        share = after[word] / count
        if count >= 3 and share >= 0.5 or count >= 10 and share >= 0.35:
            if not (word[0] == "و" and strength.get(word[1:], 0) >= 2):
                strength[word] = 2
    for word, count in text.items():
        if count >= 120 and len(word) >= 2:
            strength.setdefault(word, 0)
    print("# Built by scripts/data/person_names.py; sources and licences: ../sources.toml")
    print("word\tstrength")
    for word in sorted(strength):
        print(f"{word}\t{strength[word]}")


main(sys.argv[1])
