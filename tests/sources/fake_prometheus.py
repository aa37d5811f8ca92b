"""What would Prometheus answer? A fake that holds given samples, and selects by name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sources.fake_server import Said, said

Series = tuple[Mapping[str, str], Sequence[tuple[float, str]]]


@dataclass
class Holding:
    """Series and their samples (seconds, value); the name is the label `__name__`.

    is_closed: a range counts its first instant in, as Prometheus 2 does and 3 doesn't.
    samples_max: more in one answer are refused with 422. warning: said with each answer.
    """

    series: Sequence[Series]
    is_closed: bool = True
    samples_max: int = 10**6
    warning: str = ""
    queries: list[str] = field(default_factory=list)

    def __call__(self, path: str, given: Mapping[str, str]) -> Said:
        """Answer a question of the API."""
        if path == "/api/v1/series":
            return said({"status": "success", "data": self._label_sets(given)})
        assert path == "/api/v1/query", path
        self.queries.append(given["query"])
        return self._samples(given["query"], float(given["time"]))

    def _label_sets(self, given: Mapping[str, str]) -> list[Mapping[str, str]]:
        name = given["match[]"].partition("{")[0]
        lo, hi = float(given["start"]), float(given["end"])
        return [
            labels
            for labels, samples in self.series
            if labels["__name__"] == name and any(lo <= at <= hi for at, _ in samples)
        ]

    def _samples(self, query: str, time: float) -> Said:
        found = re.fullmatch(r"(\w+)(?:\{.*\})?\[(\d+)ms\]", query, re.DOTALL)
        if found is None:
            return said({"status": "error", "error": "parse error: …"}, status=400)
        lo, hi = round(time * 1000) - int(found[2]), round(time * 1000)
        result: list[dict[str, Any]] = []
        for labels, samples in self.series:
            inside = [
                [at, value] for at, value in samples if lo - self.is_closed < round(at * 1000) <= hi
            ]
            if labels["__name__"] == found[1] and inside:
                result.append({"metric": labels, "values": inside})
        if sum(len(each["values"]) for each in result) > self.samples_max:
            told = "query processing would load too many samples into memory in query execution"
            return said({"status": "error", "error": told}, status=422)
        content: dict[str, Any] = {
            "status": "success",
            "data": {"resultType": "matrix", "result": result},
        }
        if self.warning:
            content["warnings"] = [self.warning]
        return said(content)
