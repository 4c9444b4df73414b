#!/usr/bin/env python3
"""Builds lang/ar/lexicon/nationalities.tsv: adjectives and nouns of nationality with the country.

    scripts/data/nationalities.py ../shared/data > lang/ar/lexicon/nationalities.tsv

Sources: ArWikiCats (MIT) for the words, Unicode CLDR (Unicode-3.0) for the codes of countries.
A people without a state of its own has the code `-`.
"""
import json
import sys

FORMS = ("male", "female", "the_male", "the_female", "males", "females")


def codes(data):
    """English name of a territory, lower case → ISO 3166-1 alpha-2."""
    import glob

    path = glob.glob(f"{data}/gazetteers/cldr/**/en/territories.json", recursive=True)[0]
    with open(path, encoding="utf-8") as file:
        territories = json.load(file)["main"]["en"]["localeDisplayNames"]["territories"]
    result = {}
    for code, name in territories.items():
        if len(code.split("-")[0]) == 2 and code[0].isalpha():
            result.setdefault(name.lower().replace("&", "and"), code.split("-")[0])
    return result


def main(data):
    folder = f"{data}/gazetteers/arwikicats/ArWikiCats/jsons/nationalities"
    countries = codes(data)
    rows = {}
    for file in ("nationalities_data.json", "all_nat_as_en.json", "sub_nats.json", "continents.json"):
        with open(f"{folder}/{file}", encoding="utf-8") as source:
            entries = json.load(source)
        for forms in entries.values():
            country = countries.get(forms.get("en", "").lower().removeprefix("the "), "-")
            words = [forms[form] for form in FORMS if forms.get(form)]
            for word in list(words):
                if word.endswith("ون"):
                    words.append(word[:-2] + "ين")
            for word in list(words):
                if " " not in word and not word.startswith("ال"):
                    words.append("ال" + word)
            for word in words:
                if len(word) > 3 and "{" not in word and (rows.get(word, "-") == "-"):
                    rows[word] = country
    print("# Built by scripts/data/nationalities.py; sources and licences: ../sources.toml")
    print("term\tcountry")
    for word, country in sorted(rows.items()):
        print(f"{word}\t{country}")


if __name__ == "__main__":
    main(sys.argv[1])
