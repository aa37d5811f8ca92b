"""Where does the command `lineproof` begin? It gathers the commands and catches what ends them."""

from __future__ import annotations

import contextlib
import os
import sys

import typer

from lineproof.cli import (
    audit,
    availability,
    bill,
    check,
    close,
    collect,
    deadlines,
    demo,
    diff,
    dispute,
    exclusions,
    explain,
    folder,
    ingest,
    ledger,
    maintenance,
    outages,
    pay,
    portfolio,
    reconcile,
    report,
    scorecard,
    seal,
    serve,
    settle,
    start,
    statement,
    what_if,
)
from lineproof.cli.running import CANNOT, FINE, ending, tell, write_anything

app = typer.Typer(
    name="lineproof",
    help="Proof for every line of the bill: check, settle and explain service contracts.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_ANY_OPTION = {"allow_extra_args": True, "ignore_unknown_options": True}
app.command()(ending(demo.demo))
app.command()(ending(check.check))
app.command()(ending(settle.settle))
app.command()(ending(explain.explain))
app.command()(ending(statement.statement))
app.command()(ending(seal.seal))
app.command()(ending(seal.verify))
app.command()(ending(seal.compare))
app.command()(ending(seal.sign))
app.command(context_settings=_ANY_OPTION)(ending(folder.record))
app.command()(ending(folder.init))
app.command()(ending(folder.prepare))
app.command()(ending(ingest.ingest))
app.command()(ending(availability.availability))
app.command()(ending(outages.outages))
app.command()(ending(diff.diff))
app.command()(ending(start.start))
app.command()(ending(portfolio.portfolio))
app.command()(ending(reconcile.reconcile))
app.command()(ending(collect.collect))
app.command()(ending(deadlines.deadlines))
app.command()(ending(scorecard.scorecard))
app.command()(ending(exclusions.exclusions))
app.command()(ending(maintenance.maintenance))
app.command()(ending(what_if.what_if))
app.add_typer(dispute.group)
app.add_typer(ledger.ledger, name="ledger")
app.command()(ending(report.report))
app.add_typer(pay.pay, name="pay")
app.command()(ending(audit.audit))
app.command()(ending(close.close))
app.command()(ending(check.schema))
app.add_typer(bill.group, name="bill")
app.command()(ending(serve.serve))
server = typer.Typer(
    help="Look after the server: people, contracts, jobs, backups.", no_args_is_help=True
)
server.command()(ending(serve.add_user))
server.command()(ending(serve.take_in))
server.command()(ending(serve.give_back))
server.command()(ending(serve.work))
server.command()(ending(serve.notify))
server.command()(ending(serve.backup))
server.command()(ending(serve.restore))
app.add_typer(server, name="server")


def main() -> None:
    """Run the command line and exit with its code.

    It leaves at once: the interpreter would first free, piece by piece, what the system then frees
    as a whole. That is a tenth of the time a small command takes.
    """
    code = run()
    with contextlib.suppress(OSError):  # nobody reads our output any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run() -> int:
    """Run the command line; whatever a person's input does, it ends with a message."""
    from lineproof.model.errors import LineproofError

    write_anything(sys.stdout, sys.stderr)
    try:
        app(prog_name="lineproof")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FINE
    except LineproofError as problem:
        tell(problem, is_json="--json" in sys.argv)
        return CANNOT
    return FINE
