"""The words that say why a range of origins is what it is: every component by name, and the rule for each not proven."""

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
    """The reason in a few sentences; ``groups`` and ``made`` in the order shown, ``pairs`` by the numbers in ``order``."""
    say, shown = table("phrases.toml")["origins"], [called(group) for group in groups]
    proven = [n for n, component in enumerate(made) if component.proven]
    if len(made) == 1:
        parts = [say["one_voice" if groups[0][0].source.kind == "outlet" else "one"].format(name=shown[0])]
    elif len(proven) > 1:
        rules = dict.fromkeys(pairs[min(order[a], order[b]), max(order[a], order[b])].why for a in proven for b in proven if a < b)
        parts = [say["different"].format(names=listed([shown[n] for n in proven]), count=number(len(proven)), why="; ".join(rules))]
    else:
        parts = [say["sure"].format(name=shown[0])]
    once = [n for n, component in enumerate(made) if component.why and (component.proven or len(made) == 1)]
    parts += [say["joined"].format(name=shown[n], why=made[n].why) for n in once]
    possible: dict[str, list[str]] = {}
    for n, component in enumerate(made):
        if component.why and n not in once:
            possible.setdefault(component.why, []).append(shown[n])
    parts += [say["perhaps"].format(names=listed(names), why=why) for why, names in possible.items()]
    return " ".join(opened(part) for part in (*parts, *([] if exact else [say["not_exact"]])))


def open_question(unproven: Sequence[Origin], other: Sequence[Origin]) -> str:
    """Why an origin is not counted as proven beside another."""
    say, kind = table("phrases.toml")["origins"], unproven[0].source.kind
    form = "open_voice" if kind == "outlet" else "open_unnamed" if kind in ("unnamed", "unknown") else "open"
    return str(say[form].format(other=called(other)))


def called(group: Sequence[Origin]) -> str:
    """A component's name for the reader: ``Ruth Vance``, ``11 US officials (The New York Times)``, ``CNN in its own voice``."""
    say, first = table("phrases.toml")["origins"], group[0]
    if first.source.kind == "outlet":
        return str(say["own_voice"].format(name=first.source.name))
    if first.source.kind in ("unnamed", "unknown") and first.room:
        return str(say["unnamed"].format(room=first.room, name=first.source.name))
    return first.source.name


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def listed(items: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def opened(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
