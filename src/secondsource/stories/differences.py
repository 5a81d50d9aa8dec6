"""Where claims on one thing differ: how many, when, who, where, how certain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from secondsource.model import Claim, Difference, Quantity, Reading, Verdict, make_id


def differences(groups: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> tuple[Difference, ...]:
    """Every typed difference between two claims of a group."""
    articles = {reading.article.id: reading.article for reading in readings}
    found: dict[str, Difference] = {}
    for group in groups:
        for one, other in combinations(group, 2):
            for left in one.quantities:
                for right in other.quantities:
                    if left.unit != right.unit or (left.low, left.high, left.vague) == (right.low, right.high, right.vague):
                        continue
                    verdict = counted(left, right)
                    words = [articles[q.span.article][q.span] for q in (left, right)]
                    id = make_id("d", "quantity", left.span, right.span)
                    says = f"“{words[0]}” against “{words[1]}”: " + (
                        "both can be true" if verdict == "compatible" else "not the same number"
                    )
                    found.setdefault(id, Difference(id, "quantity", left.span, right.span, verdict, says))
    return tuple(found.values())


def counted(one: Quantity, other: Quantity) -> Verdict:
    """Two counts of one thing: compatible where one number can satisfy both."""
    low = max(one.low or 0.0, other.low or 0.0)
    high = min(float("inf") if q.high is None else q.high for q in (one, other))
    return "compatible" if low <= high or one.vague or other.vague else "different"
