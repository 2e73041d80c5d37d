"""`docs/reference/regulations.md`: for each of the five regulations, which duty is met by what, with its test.

Made from `tests/regulations/duties.yaml` (what is asked) and from the tests (`@duty("SE-04")`, and their docstrings).
`python tools/regulations.py` writes it; a test checks that it is up to date.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "regulations"
DOCUMENT = ROOT / "docs" / "reference" / "regulations.md"
REGULATIONS = {
    "binh-phuoc": "Bình Phước, draft of 2015",
    "quang-ninh": "Quảng Ninh, Quyết định 3528/QĐ-UBND năm 2008",
    "nghe-an": "Nghệ An, Quyết định 108/2006/QĐ-UBND",
    "kon-tum-sxd": "Sở Xây dựng Kon Tum, Quyết định 166/QĐ-SXD năm 2023",
    "kon-tum-stnmt": "Sở Tài nguyên và Môi trường Kon Tum, Quyết định 99/QĐ-STNMT năm 2011",
}
HEAD = """# The five regulations

Made by `python tools/regulations.py` from the tests in `tests/regulations`; do not edit it. Each regulation opens from
`fixtures/provinces/<name>` and is walked article by article. Duties SD-xx (sites) and SE-xx (editorial process) are
those that the regulation asks for; a duty without a test is listed as not yet met, whatever else may do part of it.
"""


class Proof(NamedTuple):
    """One test: its name, what it says is met, the duties that it names, and those of which it shows a part."""

    test: str
    says: str
    duties: tuple[str, ...]
    parts: tuple[str, ...]


def proofs_of(name: str) -> Iterator[Proof]:
    """The tests of a regulation."""
    path = TESTS / f"test_{name.replace('-', '_')}.py"
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            says = (ast.get_docstring(node) or "").splitlines()[0]
            yield Proof(
                f"{path.relative_to(ROOT)}::{node.name}", says, tuple(_named(node, "duty")), tuple(_named(node, "part"))
            )


def _named(node: ast.FunctionDef, mark: str) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == mark:
            yield from (str(word.value) for word in decorator.args if isinstance(word, ast.Constant))


def duties() -> list[dict[str, Any]]:
    """What is asked."""
    return list(YAML(typ="safe").load(TESTS / "duties.yaml")["duties"])


def document() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(_part(name, title) for name, title in REGULATIONS.items())])


def _part(name: str, title: str) -> str:
    proofs = list(proofs_of(name))
    asked = [row for row in duties() if name in row["articles"]]
    met = [row for row in asked if any(row["id"] in proof.duties for proof in proofs)]
    half = [row for row in asked if row not in met and any(row["id"] in proof.parts for proof in proofs)]
    lines = [f"## {title}", "", f"{len(met)} of {len(asked)} duties are met, {len(half)} in part.", ""]
    lines += ["| Duty | Asked in | Met by |", "|---|---|---|"]
    for row in [*met, *half]:
        how = _met_by(row["id"], proofs) if row in met else f"in part: {_met_by(row['id'], proofs)}"
        lines.append(f"| {row['id']} {row['asks']} | {row['articles'][name]} | {how} |")
    missing = [row for row in asked if row not in met and row not in half]
    if missing:
        lines += ["", "Not yet met:", ""]
        lines += [f"- {row['id']} {row['asks']} ({row['articles'][name]})" for row in missing]
    codes = {row["id"] for row in asked}
    others = [proof for proof in proofs if codes.isdisjoint((*proof.duties, *proof.parts))]
    lines += ["", "Walked as well:", "", *(f"- {proof.says} `{proof.test}`" for proof in others)] if others else []
    return "\n".join([*lines, ""])


def _met_by(duty: str, proofs: list[Proof]) -> str:
    return "<br>".join(f"{proof.says} `{proof.test}`" for proof in proofs if duty in (*proof.duties, *proof.parts))


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)}\n")
