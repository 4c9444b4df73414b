#!/usr/bin/env python3
"""What four extractors make of the HTML of the test pages, as predictions for the pages' own scorer.

    pip install -r scripts/compare/requirements.txt
    scripts/compare/extractors.py PAGES.jsonl FOLDER

Writes FOLDER/gold.jsonl (the pages that have HTML) and FOLDER/NAME.jsonl for each extractor.
`maqal eval pages PAGES --rendering html --out FOLDER/maqal.jsonl` writes ours; see docs/html.md.
"""

import gzip
import json
import logging
import pathlib
import sys
import warnings

import justext
import newspaper
import readability
import trafilatura
from lxml import html

# Languages of jusText's stop lists; pages in others are read with the English one.
STOP_LISTS = {
    "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "hi": "Hindi", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ko": "Korean",
    "lv": "Latvian", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "vi": "Vietnamese",
}


def by_trafilatura(page, text, raw):
    found = trafilatura.bare_extraction(text, url=page.get("url"), with_metadata=True, include_comments=False)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "authors": authors, "date": found.date, "body": found.text, "tags": found.tags}


def by_newspaper(page, text, raw):
    article = newspaper.Article(page.get("url") or "http://page.example/", language="en")
    article.download(input_html=text)
    article.parse()
    return {
        "title": article.title, "authors": article.authors, "date": str(article.publish_date or "")[:10],
        "body": article.text, "tags": list(article.tags or article.keywords or []),
    }


def by_readability(page, text, raw):
    document = readability.Document(text)
    return {"title": document.short_title(), "body": html.fromstring(document.summary()).text_content()}


def by_justext(page, text, raw):
    words = justext.get_stoplist(STOP_LISTS.get(page["lang"], "English"))
    return {"body": "\n".join(part.text for part in justext.justext(raw, words) if not part.is_boilerplate)}


EXTRACTORS = {
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
    "readability": by_readability,
    "justext": by_justext,
}


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    source, folder = map(pathlib.Path, sys.argv[1:3])
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in map(json.loads, source.open(encoding="utf8")) if page.get("html")]
    with (folder / "gold.jsonl").open("w", encoding="utf8") as gold:
        gold.writelines(json.dumps(page) + "\n" for page in pages)
    outs = {name: (folder / f"{name}.jsonl").open("w", encoding="utf8") for name in EXTRACTORS}
    for page in pages:
        raw = gzip.decompress((source.parent / page["html"]).read_bytes())
        for name, extract in EXTRACTORS.items():
            try:
                answer = extract(page, raw.decode("utf8", "replace"), raw)
            except Exception as error:  # an extractor that fails has no answer for the page
                print(f"{name}: {page['id']}: {type(error).__name__}", file=sys.stderr)
                continue
            outs[name].write(json.dumps({"id": page["id"], **answer}) + "\n")


if __name__ == "__main__":
    main()
