"""Proof for every line of the bill: contracts that execute, explain and reconcile."""

__all__: list[str] = []
