"""Proof for every line of the bill: contracts that execute, explain and reconcile."""

__version__ = "0.1.0"

__all__ = ["__version__"]
