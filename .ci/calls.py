#!/usr/bin/env python3
"""Calls a running server with grpcurl: one article, then a stream with a bad one in it."""
import glob
import json
import subprocess
import sys

ADDRESS = sys.argv[1]
OWN = (
    "بلدية المدينة تفتتح حديقة عامة جديدة\n"
    "تاريخ النشر: 5th, March 2024 GMT\n"
    "سامر الخطيب (بيروت)\n"
    "افتتحت بلدية المدينة، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة، بعد عامين من الأعمال.\n"
    "وقال رئيس البلدية في كلمة خلال الحفل إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\n"
    "المصدر: وكالات\n"
)


def call(method, *requests):
    body = "\n".join(json.dumps(request, ensure_ascii=False) for request in requests)
    done = subprocess.run(
        ["grpcurl", "-plaintext", "-d", "@", ADDRESS, f"maqal.v1.StructuringService/{method}"],
        input=body, capture_output=True, text=True, check=True,
    )
    decoder, text, answers = json.JSONDecoder(), done.stdout.strip(), []
    while text:
        answer, end = decoder.raw_decode(text)
        answers.append(answer)
        text = text[end:].strip()
    return answers


def rebuild(article, raw):
    data = raw.encode()
    assert article["blocks"][0]["span"].get("start", 0) == 0
    spans = [(block["span"].get("start", 0), block["span"]["end"]) for block in article["blocks"]]
    assert b"".join(data[start:end] for start, end in spans) == data, "the blocks lose text"


article = call("StructureArticle", {"article": {"content": OWN, "id": "own"}})[0]["article"]
assert article["id"] == "own"
assert article["headline"]["text"] == OWN.split("\n")[0], article["headline"]
assert article["datePublished"]["value"] == "2024-03-05", article["datePublished"]
assert article["authors"][0]["name"]["text"] == "سامر الخطيب", article["authors"]
assert article["authors"][0]["place"]["text"] == "بيروت", article["authors"]
assert article["source"]["text"] == "وكالات", article["source"]
rebuild(article, OWN)

answers = call("StructureArticles", {"article": {"content": OWN}}, {"article": {}}, {"article": {"content": OWN}})
assert ["article" in answer for answer in answers] == [True, False, True], answers
assert answers[1]["error"]["code"] == 3, answers[1]

real = glob.glob("../shared/articles/*.txt")
if not real:
    print("skipped: the real input is not here")
for path in real:
    raw = open(path, encoding="utf-8").read()
    article = call("StructureArticles", {"article": {"content": raw}})[0]["article"]
    rebuild(article, raw)
    assert article["headline"]["text"] == raw.split("\n")[0]
    assert article["datePublished"]["value"] == "2024-01-26"
    assert len(article["relatedHeadlines"]) == 2, article["relatedHeadlines"]
    assert len(article["keywords"]) == 9, [keyword["text"] for keyword in article["keywords"]]
    assert len(article["embeddedArticles"]) == 1
    print("real input:", path, "right")
print("calls answered")
