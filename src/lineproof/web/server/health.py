"""Is the server well? For whoever watches it: alive, ready, and in numbers. Nobody's data."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from lineproof.web.kept.jobs import Job


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether the database is there and up to date, and whether the vault can be written."""
    checks = {"database": _database(), "vault": _vault()}
    is_ready = all(problem == "" for problem in checks.values())
    told = {name: problem or "ok" for name, problem in checks.items()}
    return JsonResponse(told, status=200 if is_ready else 503)


@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """Return the counters of all workers, and how many jobs there are, as Prometheus reads them."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    jobs = CollectorRegistry()
    jobs.register(_Jobs())
    told = generate_latest(registry) + generate_latest(jobs)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


class _Jobs(Collector):
    """Counts the jobs that are kept, wherever they are worked on."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield how many there are of each kind and state."""
        told = GaugeMetricFamily("lineproof_jobs", "Jobs that are kept.", labels=["kind", "state"])
        counted = Job.objects.order_by().values_list("kind", "state").annotate(count=Count("pk"))
        with contextlib.suppress(DatabaseError):  # what else there is to tell doesn't need it
            for kind, state, count in counted:
                told.add_metric([kind, state], count)
        yield told


def _database() -> str:
    """Return what is wrong with the database; empty: nothing."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations are missing" if waiting else ""


def _vault() -> str:
    """Return what is wrong with the vault; empty: nothing."""
    vault = settings.CONFIGURATION.vault
    try:
        vault.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=vault):
            return ""
    except OSError as problem:
        return str(problem.strerror)
