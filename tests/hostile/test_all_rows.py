"""Every row of the catalogue of hostile inputs has a test that bears its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROWS = range(1, 57)


def test_numbers_one_to_fifty_six_are_all_there() -> None:
    """`test_row_NN_…` stands in this folder for each of the 56 rows, and its docstring begins with the number."""
    numbers = set()
    for file in Path(__file__).parent.glob("test_rows_*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (match := re.match(r"test_row_(\d\d)_", node.name)):
                numbers.add(int(match[1]))
                assert (ast.get_docstring(node) or "").startswith(f"{int(match[1])}: "), node.name

    assert numbers == set(ROWS)
