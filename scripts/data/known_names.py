#!/usr/bin/env python3
"""Builds lang/ar/lexicon/known_names.tsv: names of clubs, persons, companies, schools, leagues.

    scripts/data/known_names.py ../shared/data > lang/ar/lexicon/known_names.tsv

Sources: ArWikiCats (MIT) and the OSM name suggestion index (BSD-3).
"""
import csv
import json
import re
import sys

ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a0-9][\u0621-\u063a\u0641-\u064a0-9 \-]*")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "گ": "ك"})
SPLIT = {
    "education": ("ORGANIZATION", "educational"),
    "business": ("ORGANIZATION", "company"),
    "organizations": ("ORGANIZATION", "non_governmental"),
    "military": ("ORGANIZATION", "military"),
    "medical": ("ORGANIZATION", "medical"),
    "infrastructure": ("FACILITY", "building"),
    "historical_societal": ("EVENT", "conflict"),
    "tv": ("WORK", "film"),
    "awards": ("OTHER", "award"),
}


def main(data):
    base = f"{data}/gazetteers/arwikicats/ArWikiCats/jsons"

    def read(path):
        with open(f"{base}/{path}", encoding="utf-8") as file:
            return json.load(file)

    rows = {}

    def add(name, kind, subtype):
        name = re.sub(r"\(.*?\)", "", name).replace("ـ", "").strip()
        name = re.sub(r"\s+", " ", name)
        plain = name.translate(FOLD)
        if ARABIC.fullmatch(name) and len(name) >= 4 and plain not in rows:
            rows[plain] = (name, kind, subtype)

    def club(name):
        bare = re.sub(r"^نادي |^فريق | لكرة (القدم|السلة|اليد|الطائرة)$", "", name)
        add(name, "ORGANIZATION", "sports")
        if bare != name and (" " in bare or len(bare) >= 5):
            add(bare, "ORGANIZATION", "sports")

    for name in read("people/peoples.json").values():
        if " " in name:
            add(name, "PERSON", "person")
    for name in read("sports/Clubs_key.json").values():
        if re.match("دوري|كأس|بطولة|الدوري", name):
            add(name, "EVENT", "competition")
        else:
            club(name)
    for path in ("sports/clubs_teams_leagues.json", "sports/inter_federations.json"):
        for name in read(path).values():
            add(name, "EVENT", "competition")
    for path in ("yy2_non", "cities_full_non", "P17_2_final_ll_non"):
        for group, names in read(f"_splited_data/{path}.json").items():
            kind = SPLIT.get(group.lower())
            for name in names.values():
                if group == "sports":
                    if name.startswith("نادي"):
                        club(name)
                elif kind:
                    add(name, *kind)
    with open(f"{data}/gazetteers/nsi/nsi_arabic_orgs.tsv", encoding="utf-8") as file:
        for fields in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for name in fields:
                add(name, "ORGANIZATION", "company")
    print("# Built by scripts/data/known_names.py; sources and licences: ../sources.toml")
    print("term\ttype\tsubtype")
    for row in sorted(rows.values()):
        print("\t".join(row))


if __name__ == "__main__":
    main(sys.argv[1])
