"""`firsthand desk`: where do people work on this casebook together?"""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.commands.common import allow_network_option, fetch_settings


@click.command(short_help="Open the desk: the web room of a casebook.")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), envvar="FIRSTHAND_CASEBOOK", default=Path("casebook")
)
@click.option("--listen", default="127.0.0.1", show_default=True, help="The address of this machine to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8484, show_default=True, help="0: any free one.")
@click.option("--host", "hosts", multiple=True, help="A name by which browsers call the desk; may be given again.")
@click.option(
    "--behind", "proxies", multiple=True, metavar="ADDRESS", help="The address of a reverse proxy that speaks TLS."
)
@click.option("--tls-cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A certificate (PEM).")
@click.option("--tls-key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its key (PEM).")
@click.option(
    "--sign-on",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A file (TOML) that names the provider of single sign-on, by OpenID Connect.",
)
@allow_network_option
def command(folder: Path, listen: str, port: int, allow_network: tuple[str, ...], **how: object) -> None:
    """Open the desk of the casebook in FOLDER (default: ./casebook): pages for a browser, for as long as this runs.

    At the first start it prints a link by which the first person comes in, as an admin. A casebook that does not exist is
    made. Beyond this machine it listens only with TLS: its own (--tls-cert, --tls-key), or that of a proxy (--behind).
    """
    # Late, as in all commands: `firsthand --help` must not wait for the web.
    from firsthand.desk.serving import Listening, serve

    fetch_settings(allow_network)
    serve(folder, Listening(listen, port, allow_network=allow_network, **how))  # type: ignore[arg-type]
