#!/usr/bin/env python3
"""Builds lang/ar/lexicon/nationalities.tsv: adjectives and nouns of nationality with the country.

    scripts/data/nationalities.py ../shared/data > lang/ar/lexicon/nationalities.tsv

Sources: ArWikiCats (MIT) for the words, Unicode CLDR (Unicode-3.0) for the codes of countries.
A people without a state of its own has the code `-`. The form is `people` for plurals, which
name people as a group (العراقيون), and `adjective` for singulars, which describe (العراقي); a word
that is both is an adjective.
"""
import json
import sys

SINGULARS = ("male", "female", "the_male", "the_female")
PLURALS = ("males", "females")


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


def forms_of(forms, wanted):
    return [forms[form] for form in wanted if forms.get(form)]


def with_article(words):
    return words + ["ال" + word for word in words if " " not in word and not word.startswith("ال")]


def add(rows, word, country):
    if len(word) > 3 and "{" not in word and rows.get(word, "-") == "-":
        rows[word] = country


def main(data):
    folder = f"{data}/gazetteers/arwikicats/ArWikiCats/jsons/nationalities"
    countries = codes(data)
    rows = {}
    singulars = set()
    for file in ("nationalities_data.json", "all_nat_as_en.json", "sub_nats.json", "continents.json"):
        with open(f"{folder}/{file}", encoding="utf-8") as source:
            entries = json.load(source)
        for forms in entries.values():
            country = countries.get(forms.get("en", "").lower().removeprefix("the "), "-")
            plurals = forms_of(forms, PLURALS)
            plurals += [word[:-2] + "ين" for word in plurals if word.endswith("ون")]
            for word in with_article(forms_of(forms, SINGULARS)):
                singulars.add(word)
                add(rows, word, country)
            for word in with_article(plurals):
                add(rows, word, country)
    print("# Built by scripts/data/nationalities.py; sources and licences: ../sources.toml")
    print("term\tcountry\tform")
    for word, country in sorted(rows.items()):
        form = "adjective" if word in singulars else "people"
        print(f"{word}\t{country}\t{form}")


if __name__ == "__main__":
    main(sys.argv[1])
