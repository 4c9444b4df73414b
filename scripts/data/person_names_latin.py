#!/usr/bin/env python3
"""Builds lang/en/lexicon/person_names.tsv: words of personal names in Latin letters.

    scripts/data/person_names_latin.py ../shared/data > lang/en/lexicon/person_names.tsv

Sources: the Latin side of the Wikidata name transliterations (CC0-1.0), and counts of words in
lower case learned from the training part of UNER English EWT (numbers only).
Strength 3: borne by many; 2: known; 1: as often a common word; 0: a frequent word that is none.
"""
import glob
import re
import sys
from collections import Counter

WORD = re.compile(r"[a-zà-öø-ÿāčćđěğıłńňőřśşšťůűźżž]+")
LEAST = 3
MANY = 40


def main(data):
    names = Counter()
    for part in ("80", "20"):
        with open(f"{data}/gazetteers/wd_arabic_names/wd_arabic_{part}", encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if WORD.fullmatch(fields[0]) and len(fields[0]) >= 2:
                    names[fields[0]] += int(fields[2])
    lower = Counter()
    for file in sorted(glob.glob(f"{data}/ner/english/**/*ewt*train*", recursive=True)):
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if len(fields) >= 2 and WORD.fullmatch(fields[1]):
                    lower[fields[1]] += 1
    strength = {}
    for word, count in names.items():
        if count < LEAST:
            continue
        common = lower[word]
        if common >= 10 and common * 3 > count:
            strength[word] = 0 if common >= 40 else 1
        elif common >= 4 and common > count:
            strength[word] = 1
        else:
            strength[word] = 3 if count >= MANY else 2
    for word, count in lower.items():
        if count >= 25:
            strength.setdefault(word, 0)
    print("# Built by scripts/data/person_names_latin.py; sources and licences: ../sources.toml")
    print("word\tstrength")
    for word in sorted(strength):
        print(f"{word}\t{strength[word]}")


main(sys.argv[1])
