"""Run the command line: python -m lineproof."""

from __future__ import annotations

from lineproof.cli.main import main

main()
