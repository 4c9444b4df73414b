#!/usr/bin/env python3
"""Builds lang/ar/lexicon/speech_verbs.tsv: the forms of verbs of saying in news.

    scripts/data/speech_verbs.py < scripts/data/speech_lexemes.tsv > lang/ar/lexicon/speech_verbs.tsv

Third person of perfect and imperfect, the active participle in the accusative (مؤكداً), the
verbal noun alone and with a pronoun of the third person (قوله). Forms that texts use for
something else far more often are left out (`TAKEN`); impersonal and passive ones that no rule
gives stand in `OTHERS`. Where two cells are written alike, the first stands, and its subject is
left open if they differ.
"""
import sys

PRONOUNS = (("ه", "ms"), ("ها", "fs"), ("هما", "-"), ("هم", "mp"), ("هن", "fp"))
HEARERS = ("ه", "ها", "هم", "هما", "هن", "نا", "ني")
MARKS = dict.fromkeys(range(0x064B, 0x0653))
LETTERS = str.maketrans("أإآٱىة", "اااايه")
# Written like a particle, a noun or another verb.
TAKEN = {"يذكر", "عبر", "مغردة", "مغردا", "متحدثة", "متحدثا", "متحدثين", "مدونة", "مدونا", "معلقة", "بيّن", "تبين", "تعد", "عد", "تدين", "دون", "عقب", "ثمنا", "علما", "دونا", "تعلم", "يعلم",
         "حدث", "تسلم", "سلم", "يسلم", "سلما", "سلمت", "خاتما", "مسلما", "مسلمة", "مسلمين", "مصرا", "مصرة", "مصرين",
         "يطلع", "تطلع", "أطلع", "أمرا", "كاتبا", "كاتبة", "هاتفا", "هاتفة", "يشهد", "تشهد",
         "يعد", "شهدا", "ثمن", "مدينة", "مدينا", "مدينين", "عدا", "عدت", "عدتا", "عدوا", "أمر", "أمره", "أمرها"}
OTHERS = (
    ("يذكر", "imperfect", "ms", "think", "-", "-", "ذكر"),
    ("أشير", "passive", "-", "report", "-", "yes", "أشار"),
    ("أفيد", "passive", "-", "report", "-", "-", "أفاد"),
    ("قيل", "passive", "-", "say", "-", "-", "قال"),
    ("يقال", "passive", "-", "say", "-", "-", "قال"),
    ("يشار", "formula", "-", "report", "-", "yes", "أشار"),
    ("تجدر الإشارة", "formula", "-", "report", "-", "yes", "أشار"),
    ("جدير بالذكر", "formula", "-", "report", "-", "-", "ذكر"),
    ("جدير ذكره", "formula", "-", "report", "-", "-", "ذكر"),
    ("الجدير بالذكر", "formula", "-", "report", "-", "-", "ذكر"),
    ("الجدير ذكره", "formula", "-", "report", "-", "-", "ذكر"),
    ("غني عن القول", "formula", "-", "say", "-", "-", "قال"),
    ("يجدر القول", "formula", "-", "say", "-", "-", "قال"),
    ("يمكن القول", "formula", "-", "say", "-", "-", "قال"),
    ("بالقول", "noun", "-", "say", "-", "-", "قال"),
    ("القول", "noun", "-", "say", "-", "-", "قال"),
)


def fold(word):
    return word.translate(MARKS).translate(LETTERS)


def perfect(verb, shape):
    """(form, subject) of the third person."""
    yield verb, "ms"
    if verb[-1] in "ىا" and shape != "hollow":
        stem = verb[:-1]
        full = stem + ("ي" if verb[-1] == "ى" else "و")
        yield stem + "ت", "fs"
        yield full + "ا", "md"
        yield stem + "تا", "fd"
        yield stem + "وا", "mp"
        yield full + "ن", "fp"
        return
    yield verb + "ت", "fs"
    yield verb + "ا", "md"
    yield verb + "تا", "fd"
    yield verb + "وا", "mp"
    if shape == "hollow":
        at = verb.rindex("ا")
        yield verb[:at] + verb[at + 1:] + "ن", "fp"
    elif shape == "doubled":
        yield verb + verb[-1] + "ن", "fp"
    else:
        yield verb + "ن", "fp"


def imperfect(verb, shape):
    rest = verb[1:]
    yield verb, "ms"
    yield "ت" + rest, "fs"
    if verb[-1] in "ىيو":
        stem = verb[:-1]
        full = stem + ("و" if verb[-1] == "و" else "ي")
        yield full + "ان", "md"
        yield "ت" + full[1:] + "ان", "fd"
        yield stem + "ون", "mp"
        yield full + "ن", "fp"
        return
    yield verb + "ان", "md"
    yield "ت" + rest + "ان", "fd"
    yield verb + "ون", "mp"
    if shape == "hollow":
        yield verb[:-2] + verb[-1] + "ن", "fp"
    elif shape == "doubled":
        yield verb + verb[-1] + "ن", "fp"
    else:
        yield verb + "ن", "fp"


def participle(word):
    stem = word[:-1] if word.endswith("ي") else word
    yield word + "اً", "ms"
    yield word + "ة", "fs"
    yield stem + "ين", "mp"


def noun(word):
    yield word, "-"
    base = word[:-1] + "ت" if word.endswith("ة") else word[:-1] + "ا" if word.endswith("ى") else word
    for pronoun, subject in PRONOUNS:
        yield base + pronoun, subject


def told(form):
    """The form with the hearer as a pronoun."""
    base = form[:-1] + "ا" if form.endswith("ى") else form
    for pronoun in HEARERS:
        yield base + pronoun


def forms(row):
    perf, imp, part, noun_, _, shape, _ = row
    tells = shape == "tells"
    shape = "-" if tells else shape
    for form, subject in perfect(perf, shape):
        yield form, "perfect", subject
    if imp != "-":
        for form, subject in imperfect(imp, shape):
            yield form, "imperfect", subject
    if part != "-":
        for form, subject in participle(part):
            yield form, "participle", subject
    if noun_ != "-":
        for form, subject in noun(noun_):
            yield form, "noun", subject
    if not tells and row[4] in ("report", "relay"):
        # What was reported as a pronoun: «وفق ما أعلنه».
        stem = perf[:-1] if perf[-1] in "ىا" else perf
        for base, subject in ((perf, "ms"), (stem + "ت", "fs")):
            for told_form in list(told(base))[:2]:
                yield told_form, "perfect", subject
    if tells:
        stem = perf[:-1] if perf[-1] in "ىا" else perf
        for base, form, subject in ((perf, "perfect", "ms"), (stem + "ت", "perfect", "fs"),
                                    (imp, "imperfect", "ms"), ("ت" + imp[1:], "imperfect", "fs")):
            if base not in ("-", "ت"):
                for told_form in told(base):
                    yield told_form, form, subject


def main():
    lines = [line.rstrip("\n") for line in sys.stdin]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    taken = {fold(word) for word in TAKEN}
    found = {}
    cells = [
        (form, kind, subject, row[4], "yes" if row[5] == "tells" else "-", row[6], row[0])
        for row in rows
        for form, kind, subject in forms(row)
        if fold(form) not in taken
    ]
    for form, kind, subject, *rest in cells + list(OTHERS):
        key = fold(form)
        if key not in found:
            found[key] = [form, kind, subject, *rest]
        elif kind in ("perfect", "imperfect") and found[key][1] == kind and found[key][2] != subject:
            found[key][2] = "-"
    print("# Built by scripts/data/speech_verbs.py from scripts/data/speech_lexemes.tsv.")
    print("term\tform\tsubject\tsense\thearer\tpreposition\tlemma")
    for row in sorted(found.values()):
        print("\t".join(row))


if __name__ == "__main__":
    main()
