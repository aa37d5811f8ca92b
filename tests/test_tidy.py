"""Does the source keep those rules of its style that no other tool checks? It judges no sense."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50
PARAMETERS_MAX = 5
FOLDERS_DEEP_MAX = 2

BANNED_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers"}
EXACT = {"model", "contract", "settle", "seal", "reconcile", "ledger"}
IMPURE = {"sources", "store", "report", "cli", "web"}
IMPURE_MODULES = ("numpy.random", "random", "secrets", "time")
IMPURE_NAMES = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "np.random",
    "os.environ",
    "os.getenv",
    "uuid.uuid1",
    "uuid.uuid4",
}

# In pieces, so that this file doesn't name what it looks for.
REGISTRY_HOSTS = tuple(
    ".".join(pieces)
    for pieces in [
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("debian", "org"),
        ("ubuntu", "com"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("proxy.golang", "org"),
    ]
)
MACHINE_PATH = re.compile(r"(?<![\w.~/})-])/(?:work|root|home)" + "/")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[PurePosixPath]:
    """Return the path of each module, from src."""
    return [PurePosixPath(path.relative_to(SRC)) for path in sorted(SRC.rglob("*.py"))]


def tracked_files() -> list[str]:
    """Return the path of each file that git tracks or would add, from the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(path for path in listed.split("\0") if path and (ROOT / path).is_file())


# ---------------------------------------------------------------- the rules


def untidy(path: PurePosixPath, text: str) -> list[str]:
    """Return what a module of `src` does against the rules, one line each.

    path: from src, as `lineproof/model/money.py`.
    """
    tree = ast.parse(text)
    folder = path.parts[1] if len(path.parts) > 2 else ""
    found = [*_misplaced(path), *_badly_made(tree, text, path), *_overgrown(tree, folder)]
    found += _imported_wrongly(tree, folder)
    if folder in EXACT:
        found += _inexact(tree)
    if folder not in IMPURE:
        found += _impure(tree)
    return [f"src/{path}:{line}" for line in found]


def _misplaced(path: PurePosixPath) -> Iterator[str]:
    if len(path.parts) - 2 > FOLDERS_DEEP_MAX:
        yield f"1: more than {FOLDERS_DEEP_MAX} folders deep"
    for name in {path.stem, *path.parts[1:-1]}:
        if name.strip("_") in BANNED_NAMES:
            yield f"1: {name} says nothing: name it for its noun or its operation"


def _badly_made(tree: ast.Module, text: str, path: PurePosixPath) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield "1: no docstring: which question does the module answer?"
    lines = len(text.splitlines())
    if lines > MODULE_LINES_MAX:
        yield f"{lines}: {lines} lines, more than {MODULE_LINES_MAX}"
    if path.name == "__init__.py":
        for node in tree.body:
            if not _is_for_init(node):
                yield f"{node.lineno}: an __init__ holds a docstring, imports and __all__ only"


def _is_for_init(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant(str())):
            return True
        case ast.Assign(targets=[ast.Name("__all__" | "__version__")]):
            return True
        case ast.AnnAssign(target=ast.Name("__all__")):
            return True
    return False


def _overgrown(tree: ast.Module, folder: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, Function):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES_MAX:
            yield f"{node.lineno}: {node.name} has {lines} lines, more than {FUNCTION_LINES_MAX}"
        count = _count_parameters(node)
        if count > PARAMETERS_MAX and not (folder == "cli" and _is_command(node)):
            yield f"{node.lineno}: {node.name} has {count} parameters, more than {PARAMETERS_MAX}"


def _count_parameters(function: Function) -> int:
    args = function.args
    named = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    if named[:1] in (["self"], ["cls"]):
        named = named[1:]
    return len(named) + len(args.kwonlyargs) + bool(args.vararg) + bool(args.kwarg)


def _is_command(function: Function) -> bool:
    """Tell whether typer calls it: a command is public and returns its exit code."""
    returns = function.returns
    is_code = isinstance(returns, ast.Name) and returns.id == "int"
    return is_code and not function.name.startswith("_")


def _imported_wrongly(tree: ast.Module, folder: str) -> Iterator[str]:
    top = [*tree.body, *(inner for node in tree.body if _is_for_types(node) for inner in node.body)]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{node.lineno}: import from lineproof, not relatively"
        if node not in top and folder != "cli":
            yield f"{node.lineno}: import at the top of the module"


def _is_for_types(node: ast.stmt) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _inexact(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex() as value):
                yield f"{node.lineno}: {value!r} is a float: use Fraction, Decimal or minor units"
            case ast.Call(func=ast.Name("float")):
                yield f"{node.lineno}: float( makes an exact value inexact"


def _impure(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                used = [alias.name for alias in names if _is_impure_module(alias.name)]
            case ast.ImportFrom(module=str(module), names=names):
                imported = [f"{module}.{alias.name}" for alias in names]
                used = [
                    name for name in imported if _is_impure_module(name) or name in IMPURE_NAMES
                ]
            case ast.Attribute():
                name = ast.unparse(node)
                used = [name] if ".".join(name.split(".")[-2:]) in IMPURE_NAMES else []
            case _:
                continue
        for name in used:
            yield f"{node.lineno}: {name} in a pure stage: take it as an argument"


def _is_impure_module(name: str) -> bool:
    return f"{name}.".startswith(tuple(f"{module}." for module in IMPURE_MODULES))


def missing_tests(sources: list[PurePosixPath], tests: set[str]) -> list[str]:
    """Return the modules that have no test of their own.

    sources: from src. tests: from the root, as `tests/model/test_money.py`.
    """
    return [
        f"src/{path}: no {_test_paths(path)[0]}"
        for path in sources
        if path.stem not in {"__init__", "__main__"} and tests.isdisjoint(_test_paths(path))
    ]


def _test_paths(path: PurePosixPath) -> list[str]:
    folders, name = path.parts[1:-1], f"test_{path.stem.strip('_')}.py"
    return sorted({"/".join(["tests", *folders[:deep], name]) for deep in (1, FOLDERS_DEEP_MAX)})


def foreign_places(path: str, text: str) -> list[str]:
    """Return the lines that name a package registry or a path of somebody's machine."""
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line) or any(host in line.lower() for host in REGISTRY_HOSTS)
    ]


# ---------------------------------------------------------------- the project keeps them


def test_every_module_is_tidy() -> None:
    """Each module of src, judged by its text alone."""
    found = [line for path in modules() for line in untidy(path, (SRC / path).read_text("utf-8"))]
    assert not found, "\n".join(found)


def test_every_module_has_a_test() -> None:
    """src/lineproof/x/y.py has tests/x/test_y.py; from two folders deep, either of the two."""
    found = missing_tests(modules(), set(tracked_files()))
    assert not found, "\n".join(found)


def test_no_file_names_a_registry_or_a_machine() -> None:
    """A clone builds anywhere: indexes and paths are the reader's business."""
    found = []
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:  # a binary file names nothing that somebody reads
            found += foreign_places(path, content.decode("utf-8"))
    assert not found, "\n".join(found)


# ---------------------------------------------------------------- the rules find what they should

MODEL = "lineproof/model/money.py"
CLI = "lineproof/cli/main.py"
DOC = '"""Why?"""\n'
SIX = "a, b, c, d, e, f"


def function_of(lines: int) -> str:
    """Return a module with one function of so many lines."""
    return DOC + "def f():\n" + "    x = 1\n" * (lines - 1)


BAD = [
    ("lineproof/a/b/c/d.py", DOC, "folders deep"),
    ("lineproof/model/utils.py", DOC, "utils says nothing"),
    ("lineproof/model/_helpers.py", DOC, "_helpers says nothing"),
    ("lineproof/base/money.py", DOC, "base says nothing"),
    (MODEL, "x = 1\n", "no docstring"),
    (MODEL, DOC + "\n" * 400, "401 lines"),
    (MODEL, function_of(51), "f has 51 lines"),
    (MODEL, DOC + f"def f({SIX}): ...", "f has 6 parameters"),
    (MODEL, DOC + f"async def f({SIX}): ...", "f has 6 parameters"),
    (MODEL, DOC + f"def f(*, {SIX}): ...", "f has 6 parameters"),
    (MODEL, DOC + "def f(a, b, c, d, *e, **f): ...", "f has 6 parameters"),
    (CLI, DOC + f"def f({SIX}): ...", "f has 6 parameters"),
    (MODEL, DOC + f"def f({SIX}) -> int: ...", "f has 6 parameters"),
    ("lineproof/model/__init__.py", DOC + "x = 1", "an __init__ holds"),
    ("lineproof/model/__init__.py", DOC + "def f(): ...", "an __init__ holds"),
    (MODEL, DOC + "from .money import Money", "not relatively"),
    (MODEL, DOC + "def f():\n    import re", "import at the top"),
    (MODEL, DOC + "class A:\n    from re import search", "import at the top"),
    (MODEL, DOC + "try:\n    import re\nexcept ImportError: ...", "import at the top"),
    ("lineproof/ledger/post.py", DOC + "x = 0.5", "0.5 is a float"),
    (MODEL, DOC + "x = 1e3", "1000.0 is a float"),
    (MODEL, DOC + "x = 1j", "1j is a float"),
    (MODEL, DOC + "x = float(y)", "float("),
    (MODEL, DOC + "x = datetime.now(UTC)", "datetime.now in a pure stage"),
    (MODEL, DOC + "x = datetime.datetime.now()", "now in a pure stage"),
    (MODEL, DOC + "x = dt.date.today()", "today in a pure stage"),
    (MODEL, DOC + "x = os.environ['A']", "os.environ in a pure stage"),
    (MODEL, DOC + "from os import environ", "os.environ in a pure stage"),
    (MODEL, DOC + "import time", "time in a pure stage"),
    (MODEL, DOC + "from time import time", "time.time in a pure stage"),
    ("lineproof/measure/slot.py", DOC + "import random", "random in a pure stage"),
    ("lineproof/assess/clock.py", DOC + "from random import choice", "choice in a pure stage"),
    (MODEL, DOC + "import numpy.random", "numpy.random in a pure stage"),
    (MODEL, DOC + "x = np.random.rand()", "np.random in a pure stage"),
]


@pytest.mark.parametrize(("path", "text", "expected"), BAD)
def test_a_broken_rule_is_found(path: str, text: str, expected: str) -> None:
    """Each snippet breaks one rule, and only that one is told."""
    found = untidy(PurePosixPath(path), text)
    assert len(found) == 1
    assert expected in found[0]


GOOD = [
    ("lineproof/a/b/c.py", DOC),
    ("lineproof/settle/base_price.py", DOC),
    (MODEL, DOC + "\n" * 399),
    (MODEL, function_of(50)),
    (MODEL, DOC + "class A:\n    def f(self, a, b, c, *, d, e): ..."),
    (CLI, DOC + f"def f({SIX}) -> int: ..."),
    ("lineproof/model/__init__.py", DOC + "from lineproof.model.money import M\n__all__ = ['M']"),
    ("lineproof/__init__.py", DOC + "__all__: list[str] = []"),
    (CLI, DOC + "def f():\n    import re"),
    (MODEL, DOC + "if TYPE_CHECKING:\n    import re"),
    (MODEL, DOC + "def f(x: float) -> str:\n    return '0.5'"),
    ("lineproof/measure/slot.py", DOC + "x = 0.5"),
    (MODEL, DOC + "from datetime import date, time\nx = date(2025, 3, 1)\ny = x.time.hour"),
    ("lineproof/store/lock.py", DOC + "import time\nx = os.environ['A']"),
]


@pytest.mark.parametrize(("path", "text"), GOOD)
def test_a_kept_rule_is_silent(path: str, text: str) -> None:
    """Each snippet stands just inside a rule's boundary."""
    assert untidy(PurePosixPath(path), text) == []


@pytest.mark.parametrize(
    ("source", "tests", "expected"),
    [
        ("lineproof/model/money.py", {"tests/test_money.py"}, 1),
        ("lineproof/model/money.py", {"tests/model/test_money.py"}, 0),
        ("lineproof/contract/terms/rent.py", {"tests/contract/terms/test_rent.py"}, 0),
        ("lineproof/contract/terms/rent.py", {"tests/contract/test_rent.py"}, 0),
        ("lineproof/contract/terms/rent.py", {"tests/terms/test_rent.py"}, 1),
        ("lineproof/version.py", {"tests/test_version.py"}, 0),
        ("lineproof/version.py", set(), 1),
        ("lineproof/model/__init__.py", set(), 0),
        ("lineproof/__main__.py", set(), 0),
    ],
)
def test_a_module_without_a_test_is_found(source: str, tests: set[str], expected: int) -> None:
    """The test stands where the module stands, or one folder up from two deep."""
    assert len(missing_tests([PurePosixPath(source)], tests)) == expected


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_a_registry_is_found(host: str) -> None:
    """Whatever its scheme, subdomain and case."""
    assert foreign_places("a", f"x = 'https://Files.{host.upper()}/simple'") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see /wor" + "k/main", 1),
        ("cache = '/roo" + "t/.cache'", 1),
        ("/hom" + "e/ann/lineproof", 1),
        ("one line\n\n/hom" + "e/ann", 1),
        ("https://example.com/hom" + "e/", 0),
        ("docs/wor" + "k/flow.md", 0),
        ("work at home, by the root", 0),
    ],
)
def test_a_machine_path_is_found(text: str, expected: int) -> None:
    """From the root of the disk only: a folder of the project may have any name."""
    assert len(foreign_places("a", text)) == expected
