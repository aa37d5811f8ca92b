"""What does Prometheus hold? Raw samples and label sets, as its API answers; it judges no line.

Source: the HTTP API of Prometheus 2 and 3. Samples are asked for by an instant query with a range
selector, which gives them as they were scraped; a range query would repeat the last one for minutes
after the scrapes ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.http_json import Answer, Server, ask

MS = 10**6
"""Nanoseconds in a millisecond, the unit in which Prometheus keeps time."""
_FRAME = {"series": pl.Int64(), "at": pl.Int64(), "value": pl.Float64()}
_TOO_MANY = ("too many samples", "query timed out")
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Samples: whose they are, and the samples themselves.

    labels: of each series. frame: columns series (its place in labels), at (milliseconds since
    1970 UTC), value. Stale marks and NaN are left out: nothing was measured there.
    """

    labels: Sequence[Labels]
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Api:
    """A Prometheus and the connection to it."""

    server: Server
    client: httpx.Client

    def label_sets(self, selector: str, *, start_ms: int, end_ms: int) -> list[Labels]:
        """Return the label sets of series that a selector finds from start to end."""
        given = {"match[]": selector, "start": _seconds(start_ms), "end": _seconds(end_ms)}
        answer = self._ask("series", given)
        found = self._data(answer)
        if answer.is_cut:
            raise too_many(self.server, selector)
        try:
            return [{str(k): str(v) for k, v in labels.items()} for labels in found]
        except (AttributeError, TypeError) as problem:
            raise self._strange(problem) from problem

    def samples(self, selector: str, *, start_ms: int, end_ms: int) -> Found | None:
        """Return the raw samples from start to before end; None: too many for one answer.

        The range reaches one millisecond before the start: Prometheus 2 counts that instant in, and
        3 doesn't. Either way exactly the half-open interval is returned.
        """
        query = f"{selector}[{end_ms - start_ms}ms]"
        answer = self._ask("query", {"query": query, "time": _seconds(end_ms - 1)})
        if answer.is_cut or _is_too_many(answer.content):
            return None
        data = self._data(answer)
        try:
            found = _found(data["result"] if data["resultType"] == "matrix" else None)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise self._strange(problem) from problem
        return Found(
            found.labels, found.frame.filter(pl.col("at").is_between(start_ms, end_ms - 1))
        )

    def _ask(self, what: str, given: Mapping[str, str]) -> Answer:
        url = f"{self.server.url}/api/v1/{what}"
        request = self.client.build_request("GET", url, params=given)
        return ask(self.client, self.server, request, settles=_is_too_many)

    def _data(self, answer: Answer) -> Any:  # noqa: ANN401 - what JSON holds may be anything
        """Return the data of an answer; refuses one that is an error or is told to lack some."""
        if answer.is_cut:
            return None
        content = answer.content if isinstance(answer.content, dict) else {}
        if content.get("status") == "error":
            message = f"Prometheus refuses the question: {content.get('error', answer.status)}"
            fix = "Give --query as a plain selector, such as 'probe_success{job=\"lines\"}'."
            raise self._refusal("E-PROMETHEUS-QUERY", message, fix)
        if content.get("status") != "success" or "data" not in content:
            raise self._strange(f"status {answer.status} without data")
        if content.get("warnings"):
            message = f"Prometheus says that its answer isn't whole: {content['warnings'][0]}"
            fix = "Mend what it says, and start again: nothing of this answer was kept."
            raise self._refusal("E-PROMETHEUS-PARTIAL", message, fix)
        return content["data"]

    def _strange(self, problem: object) -> InputRefusedError:
        message = f"what answers at this address doesn't speak as Prometheus does: {problem}"
        fix = "Give the address of Prometheus, or of what speaks its API, below which api/v1 lies."
        return self._refusal("E-SERVER-OTHER", message, fix)

    def _refusal(self, code: str, message: str, fix: str) -> InputRefusedError:
        return InputRefusedError((error(code, message, where=self.server.url, fix=fix),))


def too_many(server: Server, selector: str) -> InputRefusedError:
    """Return the refusal of a selector that finds too much, however short the time."""
    message = f"{selector} finds more than Prometheus gives in one answer, however short the time"
    fix = "Narrow --query by a label and ingest in parts, or raise its --query.max-samples."
    return InputRefusedError((error("E-PROMETHEUS-TOO-MANY", message, where=server.url, fix=fix),))


def _seconds(instant_ms: int) -> str:
    """Return an instant as Prometheus reads it, to the millisecond.

    >>> _seconds(1_700_000_000_007)
    '1700000000.007'
    """
    return f"{instant_ms // 1000}.{instant_ms % 1000:03}"


def _is_too_many(content: object) -> bool:
    """Tell whether an answer is that the question was too large for one."""
    told = str(content.get("error", "")) if isinstance(content, dict) else ""
    return any(part in told for part in _TOO_MANY)


def _found(result: Any) -> Found:  # noqa: ANN401 - what JSON holds may be anything
    """Return the samples of an answer; raises where it isn't built as one."""
    labels, lengths = [], []
    instants: list[float] = []
    values: list[str] = []
    for series in result:
        labels.append({str(k): str(v) for k, v in series["metric"].items()})
        pairs = series.get("values", [])
        lengths.append(len(pairs))
        instants += [instant for instant, _ in pairs]
        values += [value for _, value in pairs]
    frame = pl.DataFrame(
        {
            "series": np.repeat(np.arange(len(labels)), lengths),
            "at": np.rint(np.array(instants, dtype=np.float64) * 1000).astype(np.int64),
            "value": np.array(values, dtype=np.str_).astype(np.float64),
        },
        schema=_FRAME,
    )
    return Found(labels, frame.filter(pl.col("value").is_not_nan()))
