"""How hard are these posts for plain BM25? A yardstick for `python -m bench claims`, asked in the same run.

What is filed and asked is the same text that ours is given. bm25s counts whole words, tantivy English stems; each is asked where
it is installed, and where neither is, BM25 is counted here, over whole words (Robertson and Zaragoza, 2009; k1 1.2, b 0.75).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from math import log
from typing import Any

from firsthand.matching.folding import words

Find = Callable[[str, int], Sequence[int]]
"""The places of the best k texts for a post, best first."""
K1, B = 1.2, 0.75


def yardsticks() -> Mapping[str, Callable[[Sequence[str]], Find]]:
    """What can be asked here, by name."""
    found = {name: build for name, build in (("bm25s", _bm25s), ("tantivy", _tantivy)) if find_spec(name)}
    return found or {"BM25": plain}


def plain(texts: Sequence[str]) -> Find:
    """BM25 over folded words."""
    counts = [Counter(word.folded for word in words(text)) for text in texts]
    mean = sum(count.total() for count in counts) / max(1, len(counts))
    held: dict[str, list[int]] = defaultdict(list)
    for number, count in enumerate(counts):
        for word in count:
            held[word].append(number)

    def find(text: str, k: int) -> Sequence[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in {word.folded for word in words(text)} & held.keys():
            rare = log(1 + (len(texts) - len(held[word]) + 0.5) / (len(held[word]) + 0.5))
            for number in held[word]:
                often, length = counts[number][word], counts[number].total()
                scores[number] += rare * often * (K1 + 1) / (often + K1 * (1 - B + B * length / mean))
        return sorted(scores, key=lambda number: (-scores[number], number))[:k]

    return find


def _bm25s(texts: Sequence[str]) -> Find:
    import bm25s  # type: ignore[import-not-found]

    engine = bm25s.BM25()
    engine.index(bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False)

    def find(text: str, k: int) -> Sequence[int]:
        asked = bm25s.tokenize([text], stopwords="en", show_progress=False)
        found: list[int] = engine.retrieve(asked, k=k, show_progress=False).documents[0].tolist()
        return found

    return find


def _tantivy(texts: Sequence[str]) -> Find:
    import tantivy  # type: ignore[import-not-found]

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", stored=False, tokenizer_name="en_stem")
    schema.add_integer_field("id", stored=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, id=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str, k: int) -> Sequence[int]:
        bare = "".join(c if c.isalnum() else " " for c in text)
        asked = index.parse_query(" ".join(bare.lower().split()), ["text"])
        hits: Any = searcher.search(asked, k).hits
        return [searcher.doc(place)["id"][0] for _, place in hits]

    return find
