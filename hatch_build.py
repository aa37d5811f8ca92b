"""How do the examples get into the wheel? Hatchling calls the hook below; it knows nothing else."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ExamplesHook(BuildHookInterface[Any]):
    """Ship `examples/` as `lineproof/examples`; an editable install reads it where it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder to a standard wheel; a plain force-include fails where it is absent."""
        examples = Path(self.root, "examples")
        if version == "standard" and examples.is_dir():
            build_data["force_include"][str(examples)] = "lineproof/examples"
