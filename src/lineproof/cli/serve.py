"""How does the team's workplace run? `lineproof serve`, and `lineproof server …` to look after it.

The web application is imported by name, at need: the rest of the command line works without it.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from lineproof.cli.running import FINE, FOUND, Folder
from lineproof.model.errors import LineproofError

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The server's data folder.")]
Tenant = Annotated[str, typer.Option("--organisation", metavar="NAME", help="Whose contract.")]
DATA = Path("lineproof-data")


def serve(
    data: Data = DATA,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; more than one wants PostgreSQL.")
    ] = 1,
    jobs: Annotated[
        int, typer.Option(min=0, max=64, help="Processes for work in the background.")
    ] = 1,
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the examples, with a user for every role.")
    ] = False,
) -> int:
    """Serve the team's workplace to browsers.

    The first time, it makes the data folder: a SQLite database, a vault of files, a secret key.
    DATABASE_URL names a PostgreSQL database instead.
    """
    starting = _web("server.starting")
    origin = starting.be_reached_at(data, host, port)
    starting.refuse_taken(host, port)
    starting.set_up(data)
    if demo:
        _load_demo()
    if not _web("server.administration").has_people():
        sys.stdout.write(
            "nobody can sign in yet; in another terminal:\n"
            "  lineproof server add-user YOU@EXAMPLE.COM --role admin --organisation NAME"
            f" --data {data}\n"
        )
    sys.stdout.write(f"lineproof serves {origin} from {data}; Ctrl-C ends it\n")
    starting.serve(data, host, port, workers=workers, jobs=jobs)
    return FINE


def _load_demo() -> None:
    """Load the demo and tell who can sign in."""
    demo = _web("server.demo")
    password = demo.load_demo()
    if password is None:
        sys.stdout.write("the data folder has contracts already: no demo is loaded\n")
        return
    sys.stdout.write("the demo's users, each named after their role:\n")
    sys.stdout.writelines(f"  {address}\n" for address in demo.addresses())
    sys.stdout.write(f"the password of all of them, told this once: {password}\n")


def add_user(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Their business address.")],
    organisation: Tenant,
    role: Annotated[
        str,
        typer.Option(
            help="viewer, operations, contract_manager, finance, provider, auditor, admin."
        ),
    ],
    name: Annotated[str, typer.Option(help="What pages call them.")] = "",
    contract: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this contract; a provider needs it.")
    ] = None,
    data: Data = DATA,
) -> int:
    """Add a user, or give one another role.

    A new user's password is told once; they change it in their profile.
    """
    _web("server.starting").set_up(data)
    password = _web("server.administration").add_user(
        email, name=name, role=role, organisation=organisation, contract=contract
    )
    sys.stdout.write(f"{email} is {role} of {organisation}\n")
    if password is not None:
        sys.stdout.write(f"password, told this once: {password}\n")
    return FINE


def take_in(
    folder: Folder,
    organisation: Tenant,
    data: Data = DATA,
    update: Annotated[
        bool, typer.Option("--update", help="Add what is new to a contract that is there.")
    ] = False,
) -> int:
    """Take a contract folder into the server: everything that is in it.

    With --update a changed text becomes a proposed version, and what contradicts what is there is
    refused.
    """
    _web("server.starting").set_up(data)
    if update:
        done = _web("server.administration").update(folder, organisation)
        sys.stdout.write(f"{done.contract.name}: {done.records} records, {done.files} files new\n")
        if done.version is not None:
            sys.stdout.write(f"version {done.version.number} waits for a person to approve it\n")
        return FINE
    contract = _web("server.administration").take_in(folder, organisation)
    sys.stdout.write(f"took in {contract.name} of {organisation}\n")
    return FINE


def give_back(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The contract's name.")],
    folder: Folder,
    organisation: Tenant,
    data: Data = DATA,
) -> int:
    """Write a contract of the server as a folder again."""
    _web("server.starting").set_up(data)
    _web("server.administration").give_back(organisation, name, folder)
    sys.stdout.write(f"wrote {folder}\n")
    return FINE


def work(data: Data = DATA) -> int:
    """Work in the background for a server that runs elsewhere, until Ctrl-C ends it.

    `lineproof serve` does so itself, unless it was started with --jobs 0.
    """
    _web("server.starting").set_up(data)
    _web("work.working").work()
    return FINE


def notify(data: Data = DATA) -> int:
    """Tell people once what is new, where nothing works in the background.

    Exit code 1: a message couldn't be sent; it is tried again the next time.
    """
    _web("server.starting").set_up(data)
    told = _web("work.telling").tell(dt.datetime.now(dt.UTC))
    sys.stdout.write(f"sent {told.sent}, not sent {told.failed}\n")
    return FOUND if told.failed else FINE


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write.")],
    data: Data = DATA,
) -> int:
    """Write all of a server into one archive, while it runs."""
    _web("server.starting").set_up(data)
    _web("server.backup").write_backup(file)
    sys.stdout.write(f"wrote {file}: keep it as secret as the server\n")
    return FINE


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to read.")],
    data: Data = DATA,
) -> int:
    """Bring a server back from an archive, into an empty data folder and database.

    Exit code 1: a file that the database names is missing or was changed.
    """
    os.environ["LINEPROOF_DATA"] = str(data.resolve())
    configuration = _web("server.configuration").read_configuration()
    _web("server.restoring").restore(file, configuration)
    _web("server.starting").set_up(data)
    problems = list(_web("server.backup").damaged())
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(f"restored {data}{'' if not problems else ', with the damage above'}\n")
    return FOUND if problems else FINE


def _web(module: str) -> Any:  # noqa: ANN401 - a module of the layer beside this one
    """Return a module of the web application."""
    try:
        return importlib.import_module(f"lineproof.web.{module}")
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith("lineproof"):
            raise
        message = f"{missing.name} isn't installed: install lineproof[web]"
        raise LineproofError(message) from missing
