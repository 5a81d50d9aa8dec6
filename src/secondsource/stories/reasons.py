"""The sentence that says why a range of origins is what it is: every component by name, and the rule for each not proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import Component
from secondsource.stories.same import Origin

if TYPE_CHECKING:
    from secondsource.stories.origins import Pair

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def explain(
    groups: Sequence[Sequence[Origin]], made: Sequence[Component], pairs: Mapping[tuple[int, int], Pair], order: Sequence[int], exact: bool
) -> str:
    """``groups`` and ``made`` in the order shown; ``pairs`` by the numbers in ``order``."""
    say = table("phrases.toml")["origins"]
    shown = [called(group) for group in groups]
    proven = [n for n, component in enumerate(made) if component.proven]
    parts = []
    if len(made) == 1:
        parts.append(say["one_voice" if is_outlet(groups[0]) else "one"].format(name=shown[0]))
        if made[0].why:
            parts.append(say["joined"].format(name=shown[0], why=made[0].why))
    elif len(proven) > 1:
        rules = dict.fromkeys(pairs[min(order[a], order[b]), max(order[a], order[b])].why for a in proven for b in proven if a < b)
        parts.append(say["different"].format(names=listed([shown[n] for n in proven]), count=number(len(proven)), why=listed(list(rules))))
    else:
        parts.append(say["sure"].format(name=shown[proven[0]] if proven else shown[0]))
    for n, component in enumerate(made):
        if len(made) > 1 and not (component.proven or n == 0):
            parts.append(say["perhaps"].format(name=shown[n], why=component.why))
        elif len(made) > 1 and component.why:
            parts.append(say["joined"].format(name=shown[n], why=component.why))
    if not exact:
        parts.append(say["not_exact"])
    return " ".join(part[0].upper() + part[1:] for part in parts)


def called(group: Sequence[Origin]) -> str:
    """A component's name for the reader: ``Garrett Marquis``, ``The New York Times: 11 American officials``, ``CNN's own voice``."""
    say = table("phrases.toml")["origins"]
    first = group[0]
    if first.source.kind == "outlet":
        return str(say["own_voice"].format(name=first.source.name))
    if first.source.kind in ("unnamed", "unknown") and first.room:
        return str(say["unnamed"].format(room=first.room, name=first.source.name))
    return first.source.name


def is_outlet(group: Sequence[Origin]) -> bool:
    return group[0].source.kind == "outlet"


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
