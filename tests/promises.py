"""What must hold of any article and reading, whatever the page: the promise of exact words (P5), to the page's own characters."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.intake import decoding
from secondsource.model import Article, Page, Reading, Span


def spans(reading: Reading) -> Iterator[Span]:
    """Every place that a reading points at."""
    yield from (s.span for s in reading.sentences)
    yield from (span for q in reading.quotes for span in (q.span, q.inner))
    yield from (m.span for m in reading.mentions)
    yield from (q.span for q in reading.quantities)
    yield from (t.span for t in reading.times)
    yield from (span for s in reading.sources for span in s.mentions)
    for a in reading.attributions:
        yield from a.content
        yield from (span for span in (a.source_span, a.cue, a.addressee, a.anonymity) if span)
    yield from (c.span for c in reading.claims)


def check_article(page: Page, article: Article) -> None:
    """Every block is text, and every character of it that came from the page stands on the page."""
    article.text.encode("utf-8")
    decoded = decoding.decode(page.body, page.media_type).text
    for block in article.blocks:
        assert 0 <= block.span.start < block.span.end <= len(article.text), block
        for run in block.runs:
            here, there = article.text[run.start : run.start + run.length], decoded[run.page_start : run.page_start + run.length]
            assert here == there, (run, here[:40], there[:40])


def check_reading(reading: Reading) -> None:
    """Every span is one of the article's own text, and none is empty."""
    article = reading.article
    for span in spans(reading):
        assert span.article == article.id, span
        assert 0 <= span.start < span.end <= len(article.text), span
