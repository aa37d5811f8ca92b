"""Is every code that a finding can have in the registry, and every code of the registry in use?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lineproof.contract.answers import ANSWERS
from lineproof.model.codes import CODES

SOURCE = Path(__file__).parents[2] / "src" / "lineproof"
CODE = re.compile(r"\b[EQW]-[A-Z]+(?:-[A-Z]+)*\b")


def codes_in_source() -> set[str]:
    """Return every code that stands in the source outside the registry.

    A code put together from parts, such as a calendar's, is named in its function's docstring.
    """
    texts = (p.read_text("utf-8") for p in SOURCE.rglob("*.py") if not p.name.startswith("codes"))
    return {code for text in texts for code in CODE.findall(text)}


def test_every_code_in_the_source_is_registered() -> None:
    """A finding without a meaning and a fix would be one that nobody can look up."""
    assert codes_in_source() - set(CODES) == set()


def test_every_registered_code_is_in_the_source() -> None:
    """A code that nothing raises any more would be documented in vain."""
    assert set(CODES) - codes_in_source() == set()


def test_every_question_that_can_be_answered_is_registered() -> None:
    """The table of answers and the registry know the same questions."""
    assert set(ANSWERS) == {code for code in CODES if code.startswith("Q-")}


def test_meanings_and_fixes_are_single_sentences_that_end() -> None:
    """One line each: a meaning ends as a sentence or a question does, a fix as a sentence."""
    assert all(code.meaning.endswith((".", "?")) for code in CODES.values())
    assert all(code.fix.endswith(".") for code in CODES.values())


def acceptable_codes() -> Iterator[str]:
    """Yield the codes of findings whose answers hold `as_signed`, where they are written out."""
    for path in (SOURCE / "contract" / "lint").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name("Finding"), [ast.Constant(str(code)), *_], keywords):
                    answers = [ast.unparse(k.value) for k in keywords if k.arg == "answers"]
                    if "AS_SIGNED" in "".join(answers):
                        yield code


def test_fixes_say_which_errors_can_be_accepted_as_signed() -> None:
    """The page of findings lists the answer `as_signed` where the fix names it."""
    codes = set(acceptable_codes())
    assert codes
    assert [code for code in sorted(codes) if "`as_signed`" not in CODES[code].fix] == []
