"""`huixin-server rules submit|approve|publish`: from packs in a folder to a version in force, over the service's API.

Who does it is the credential in HUIXIN_CLIENT_ID and HUIXIN_CLIENT_SECRET, at HUIXIN_URL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from api.cli.packs import folders_of, plain_console
from huixin import Client, HuixinError, InvalidContent
from huixin.types.ruleset import ApproveRuleset, DocumentName, PublishRuleset, RulesetView
from rules.ruleset import default_ruleset, pack_in
from rules.written import documents_in, under

Packs = Annotated[list[str], typer.Argument(metavar="PACK...", help="Folders; other packs stay as they are.")]
_DAY = "%Y-%m-%d"
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Id of the version, as `submit` printed it.")]


def submit(
    packs: Packs,
    title: Annotated[str, typer.Option(help="What the version is called.")],
    reason: Annotated[str, typer.Option(help="Why it is made.")],
    based_on: Annotated[
        str | None,
        typer.Option(help="Digest of the version that the folders come from; by default the packs that ship."),
    ] = None,
) -> None:
    """Draft a version from the one that these packs were made from, check it, and lay it before a second person."""
    documents = _documents(packs)
    with service() as client:
        base = _base(client, based_on or default_ruleset().digest)
        draft = client.rulesets.draft(title, reason, copy_of=base.id)
        codes = tuple(f"{path.partition('/')[0]}/" for path in documents)
        _replace(client, draft.id, [one for one in draft.documents if one.path.startswith(codes)], documents)
        submitted = client.rulesets.submit(draft.id)
    typer.echo(f"{submitted.id} {submitted.digest}: submitted")
    typer.echo(f"Once it is published, what comes next from here is submitted with --based-on {submitted.digest}")


def approve(version: Version) -> None:
    """Approve a version in which one had no hand."""
    with service() as client:
        client.rulesets.act(version, ApproveRuleset())
    typer.echo(f"{version}: approved")


def publish(
    version: Version,
    effective_from: Annotated[
        str | None, typer.Option(help="The instant from which it counts, with its zone; without it at once.")
    ] = None,
    implements: Annotated[
        str | None, typer.Option(help="An instrument in force, on which all that changes rests: it needs no notice.")
    ] = None,
    new_standard: Annotated[
        bool, typer.Option("--new-standard", help="It sets a new standard of recognition, also where no list shows it.")
    ] = False,
    consulted_from: Annotated[
        datetime | None, typer.Option(formats=[_DAY], help="First day of the public's consultation.")
    ] = None,
    consulted_to: Annotated[datetime | None, typer.Option(formats=[_DAY], help="Its last day.")] = None,
) -> None:
    """Publish an approved version."""
    body = PublishRuleset(
        effective_from=None if effective_from is None else instant(effective_from, "--effective-from"),
        implements=implements,
        new_standard=new_standard,
        consulted_from=None if consulted_from is None else consulted_from.date(),
        consulted_to=None if consulted_to is None else consulted_to.date(),
    )
    with service() as client:
        told = client.rulesets.act(version, body)
    typer.echo(f"{version}: published, counts from {told.effective_from}")


def _documents(packs: list[str]) -> dict[str, str]:
    """Content by path, under the codes of the packs, tests included."""
    documents: dict[str, str] = {}
    for name in packs:
        folder = folders_of(plain_console(), name)[-1]
        pack = pack_in(folder)
        if pack is None:
            typer.echo(f"{folder / 'pack.yaml'} names no pack.", err=True)
            raise typer.Exit(1)
        documents |= under(pack.pack, documents_in([folder]))
    return documents


def _base(client: Client, digest: str) -> RulesetView:
    """The version of that digest, where no other is in force: what somebody else has published since, the folders would
    take back."""
    published = [one for one in client.rulesets.iter() if one.state == "published"]
    of_digest = [one for one in published if one.digest == digest]
    if counting := [one for one in of_digest if one.standing != "superseded"]:
        return counting[0]
    base = next(iter(of_digest), None)
    current = next((one for one in published if one.standing == "in_force"), None)
    typer.echo(f"The folders are made from {digest}, which is not in force, nor to come.", err=True)
    if current is not None:
        typer.echo(f"In force is {current.digest}: {current.title} ({current.id}).", err=True)
        for change in client.rulesets.diff(base.id, current.id).changes if base is not None else ():
            typer.echo(f"  {change.sentence.en}", err=True)
    typer.echo("Take what it says into the folders, and submit them with --based-on and its digest.", err=True)
    raise typer.Exit(1)


def _replace(client: Client, version: str, there: list[DocumentName], documents: dict[str, str]) -> None:
    etags = {one.path: one.etag for one in there}
    for path in etags.keys() - documents.keys():
        client.rulesets.remove(version, path, etags[path])
    for path, content in documents.items():
        if path not in etags or client.rulesets.document(version, path).content != content:
            client.rulesets.write(version, path, content, etags.get(path))


@contextmanager
def service() -> Iterator[Client]:
    """Whatever the service refuses ends the command with a line, and a line for each finding."""
    try:
        with Client() as client:
            yield client
    except InvalidContent as error:
        for one in error.problem.errors:
            typer.echo(f"{one.pointer}: {one.message}", err=True)
        typer.echo(error.user_message, err=True)
        raise typer.Exit(1) from error
    except HuixinError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def instant(written: str, option: str) -> datetime:
    """BadParameter for what is no instant, or has no zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise typer.BadParameter("write it as 2026-11-11T00:00:00+08:00", param_hint=option)
    return found
