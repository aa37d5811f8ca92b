"""Does the wheel hold everything that an installed lineproof needs, and nothing else?"""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]


def files_below(folder: str, *, shipped_as: str) -> set[str]:
    """Return the files below a folder, by their names in the wheel, as git would track them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [path for path in listed.split("\0") if path and (ROOT / path).is_file()]
    return {shipped_as + path.removeprefix(folder) for path in paths}


def test_the_wheel_ships_code_data_and_examples(tmp_path: Path) -> None:
    """Every tracked file of src/lineproof, examples/ as lineproof/examples, and the metadata."""
    expected = files_below("src/lineproof", shipped_as="lineproof")
    expected |= files_below("examples", shipped_as="lineproof/examples")
    subprocess.run([*BUILD, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        (entry_points,) = (n for n in archive.namelist() if n.endswith("entry_points.txt"))
        assert b"lineproof = lineproof.cli.main:main" in archive.read(entry_points)
    assert names == expected
    assert "lineproof/py.typed" in names
