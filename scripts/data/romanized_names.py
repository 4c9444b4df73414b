#!/usr/bin/env python3
"""Builds how names in Arabic letters are written in Latin ones, from pairs of both spellings.

    scripts/data/romanized_names.py ../shared/data lang/ar
    scripts/data/romanized_names.py ../shared/data FOLDER 80

Source: Wikidata name transliterations (CC0). Letters of both sides are aligned by hard
expectation maximisation from `SEEDS`; pairs that do not align are other names of one person and
dropped. romanized_names.tsv has for each Arabic spelling the Latin one most often met, without
accents, unless the letters say the same. romanization.tsv has for each letter what it most often
becomes beside its neighbours, unless fewer neighbours say the same. With `80`, both are built
from that part of the source alone, to be scored on the other one.
"""
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict

# What a letter may become: the start of alignment, and the letters that the source lacks.
SEEDS = {
    "ب": "b p", "ت": "t", "ث": "th t s", "ج": "j g dj dg zh", "ح": "h", "خ": "kh k h j",
    "د": "d", "ذ": "dh th z d", "ر": "r rr", "ز": "z s", "س": "s c ss x", "ش": "sh ch sch s",
    "ص": "s", "ض": "d dh", "ط": "t", "ظ": "z dh d", "غ": "gh g", "ف": "f v ph ff", "ق": "q k g",
    "ك": "k c ck ch q x", "ل": "l ll", "م": "m mm", "ن": "n nn", "ه": "h", "ة": "a ah e eh h at",
    "و": "w u o ou v oo au ow", "ي": "i y ee e ie ei j ai ay", "ى": "a i y", "ا": "a e i o u",
    "أ": "a e u o", "إ": "i e a", "آ": "a", "ء": "a", "ؤ": "u o", "ئ": "i e y", "ع": "a i u o e",
    "پ": "p", "چ": "ch g", "ژ": "zh j", "گ": "g", "ڤ": "v", "ڨ": "g",
}
# Letters of Persian, Kurdish and Urdu that the source lacks.
OTHERS = {
    "ٹ": "t", "ڈ": "d", "ڑ": "r", "ڕ": "r", "ں": "n", "ے": "e", "ڵ": "l", "ۆ": "o", "ێ": "e",
    "ۇ": "u", "ە": "a", "ڭ": "ng", "ۋ": "v", "ٱ": "a", "ۀ": "e",
}
# Spellings of French, German and Turkish, which English-language news does not give a name that it
# spells itself.
FOREIGN = {"ش": ("ch", "sc", "c"), "ق": ("k", "c")}
VOWELS = "aeiouy"
SPECIAL = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
     "ə": "a", "ŋ": "n"}
)
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
ARABIC = re.compile("[\u0621-\u063a\u0641-\u064aپچژگڤ]{2,}")
ARTICLE = "ال"
# Neighbours before and after, fewest first; each holds those before it.
CONTEXTS = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2))
LEAST_CONTEXT = 3
LEAST_SCORE = -2.5
MOST_BYTES = 690_000
# Alignment is learned from every fourth pair: it is as good, and four times as fast.
SAMPLE = 4


def plain(latin):
    text = unicodedata.normalize("NFKD", latin.lower().translate(SPECIAL))
    return "".join(
        letter for letter in text if not unicodedata.combining(letter) and letter not in "'’‘ʿʾʻʼ`´."
    )


def read(data, parts):
    pairs = Counter()
    for part in parts:
        with open(f"{data}/gazetteers/wd_arabic_names/wd_arabic_{part}", encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                arabic, latin = fields[1].replace(" ", ""), plain(fields[0])
                if ARABIC.fullmatch(arabic) and re.fullmatch("[a-z]{2,}(-[a-z]{2,})?", latin):
                    pairs[arabic, latin] += int(fields[2])
    return pairs


def seed_score(letter, chunk):
    vowels = all(one in VOWELS for one in chunk)
    if not chunk:
        return -2.5 if letter in "اويعءأئةىه" else -6
    best = -5 - 0.5 * len(chunk)
    if vowels and letter in "اويعءأإآئؤ":
        best = -1.5 - 0.3 * len(chunk)
    for seed in SEEDS[letter].split():
        if chunk.startswith(seed):
            rest = chunk[len(seed):]
            if all(one in VOWELS for one in rest):
                best = max(best, -0.5 - 0.3 * len(rest) + 0.05 * len(seed))
            else:
                best = max(best, (-1.5 if rest.startswith(seed) else -4) - 0.3 * len(rest))
    return best


def align(arabic, latin, score):
    """Each letter's share of `latin`, and how well they fit; none where nothing fits."""
    size = len(latin)
    best = [0] + [-1e9] * size
    backs = []
    for letter in arabic:
        after, back = [-1e9] * (size + 1), [0] * (size + 1)
        for start in range(size + 1):
            if best[start] > -1e8:
                for end in range(start, min(start + 4, size) + 1):
                    value = best[start] + score(letter, latin[start:end])
                    if value > after[end]:
                        after[end], back[end] = value, end - start
        best = after
        backs.append(back)
    if best[size] <= -1e8:
        return None
    chunks, end = [], size
    for back in reversed(backs):
        chunks.append(latin[end - back[end]:end])
        end -= back[end]
    return chunks[::-1], best[size] / len(arabic)


def learn(pairs):
    """Scores of (letter, chunk), the same for all that follows."""
    words = sorted(pair for pair in pairs if "-" not in pair[1] and not pair[0].startswith(ARTICLE))
    words = words[::SAMPLE]
    seeds, score = {}, None

    def seeded(letter, chunk):
        key = letter, chunk
        if key not in seeds:
            seeds[key] = seed_score(letter, chunk)
        return seeds[key]

    score = seeded
    for _ in range(3):
        counts = defaultdict(Counter)
        for arabic, latin in words:
            found = align(arabic, latin, score)
            if found and found[1] > -2.2:
                for letter, chunk in zip(arabic, found[0]):
                    counts[letter][chunk] += 1
        learned = {}
        for letter, chunks in counts.items():
            total = sum(chunks.values())
            for chunk, count in chunks.items():
                if count / total > 3e-4:
                    learned[letter, chunk] = math.log(count / total)

        def score(letter, chunk, learned=learned):
            found = learned.get((letter, chunk))
            return -8 + seeded(letter, chunk) / 2 if found is None else found

    return score


def article_split(arabic, latin, known):
    """The pair without its definite article, where it has one."""
    bare = arabic[len(ARTICLE):]
    if not arabic.startswith(ARTICLE) or len(bare) < 2:
        return None
    found = re.fullmatch("(?:al|el|ad|ar|as|at|az|an|ash|es|ed|er|en|ul)-(.+)", latin)
    if found:
        return bare, found[1].replace("-", "")
    if not latin.startswith(("al", "el")):
        return bare, latin.replace("-", "")
    # A hamza in any spelling says that the first two letters are part of the name.
    if ("أ" + arabic[1:]) in known or ("إ" + arabic[1:]) in known or ("آ" + arabic[1:]) in known:
        return None
    return (bare, latin[2:]) if len(latin) >= 4 else None


def build(pairs):
    """Rows of the two lists."""
    score = learn(pairs)
    known = {arabic for arabic, _ in pairs}
    counts, shown = defaultdict(Counter), defaultdict(Counter)
    scores = {}
    contexts = defaultdict(Counter)
    bare = Counter()
    for (arabic, latin), count in sorted(pairs.items()):
        arabic, latin = article_split(arabic, latin, known) or (arabic, latin.replace("-", ""))
        if len(latin) >= 2:
            bare[arabic, latin] += count
    for (arabic, latin), count in sorted(bare.items()):
        found = align(arabic, latin, score)
        if not found:
            continue
        chunks, fit = found
        if fit > LEAST_SCORE - 0.5:
            counts[arabic.translate(FOLD)][latin] += count
            shown[arabic.translate(FOLD)][arabic] += count
            scores[arabic.translate(FOLD), latin] = fit
        if fit > LEAST_SCORE:
            edged = "^^" + arabic + "$$"
            for at, chunk in enumerate(chunks, 2):
                last = at == len(chunks) + 1
                if chunk.startswith(FOREIGN.get(edged[at], "-")) or last and edged[at] + chunk == "يy":
                    continue
                for before, after in CONTEXTS:
                    key = edged[at - before:at], edged[at], edged[at + 1:at + 1 + after]
                    contexts[key][chunk] += 1
    letters = letter_rows(contexts)
    return word_rows(counts, shown, scores, letters), letters


def letter_rows(contexts):
    table = {}
    for key, chunks in contexts.items():
        if not key[0] and not key[2]:
            # Alone, a letter stands for itself, with no vowel that only some words have.
            seeds = ["", *SEEDS[key[1]].split()]
            table[key] = max(seeds, key=lambda seed: (chunks[seed], seed))
        elif sum(chunks.values()) >= LEAST_CONTEXT:
            table[key] = max(chunks.items(), key=lambda item: (item[1], item[0]))[0]
    for letter, seeds in {**OTHERS, **SEEDS}.items():
        table.setdefault(("", letter, ""), seeds.split()[0])
    rows = {}
    for (before, letter, after), chunk in table.items():
        order = CONTEXTS.index((len(before), len(after)))
        for n_before, n_after in reversed(CONTEXTS[:order]):
            less = before[len(before) - n_before:], letter, after[:n_after]
            if less in table:
                if table[less] != chunk:
                    rows[letter, before.replace("^^", "^"), after.replace("$$", "$")] = chunk
                break
        else:
            rows[letter, before, after] = chunk
    return rows


def by_letters(word, rows):
    result = ""
    edged = "^" + word + "$"
    for at in range(1, len(word) + 1):
        for before, after in reversed(CONTEXTS):
            key = edged[at], edged[max(at - before, 0):at], edged[at + 1:at + 1 + after]
            if key in rows:
                result += rows[key]
                break
    return result


def word_rows(counts, shown, scores, letters):
    chosen = []
    for word, spellings in counts.items():
        latin, count = max(
            spellings.items(), key=lambda item: (item[1], scores[word, item[0]], item[0])
        )
        term = max(shown[word].items(), key=lambda item: (item[1], item[0]))[0]
        # One occurrence each of several spellings says nothing.
        if count == 1 and (len(spellings) > 1 or scores[word, latin] < -2):
            continue
        # What begins as an article does would lose it.
        if by_letters(term, letters) != latin or word.startswith(ARTICLE):
            chosen.append((-count, -scores[word, latin], term, latin.capitalize()))
    rows, size = [], 0
    for *_, term, latin in sorted(chosen):
        size += len(term.encode()) + len(latin) + 2
        if size > MOST_BYTES:
            break
        rows.append((term, latin))
    return sorted(rows)


def write(path, header, rows):
    with open(path, "w", encoding="utf-8") as out:
        print("# Built by scripts/data/romanized_names.py; sources and licences: sources.toml", file=out)
        for row in (header, *rows):
            print("\t".join(row), file=out)


def main(data, folder, part=None):
    words, letters = build(read(data, [part] if part else ["80", "20"]))
    write(f"{folder}/romanized_names.tsv", ("term", "latin"), words)
    rows = [tuple(value or "-" for value in (*key, chunk)) for key, chunk in letters.items()]
    write(f"{folder}/romanization.tsv", ("letter", "before", "after", "latin"), sorted(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
