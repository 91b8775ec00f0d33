"""`plumbline serve`: gunicorn with the site, and one worker beside it."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
from typing import Any

import click

from app.cli.running import FAILED, opened, stop

MEMORY = "/dev/shm"  # noqa: S108  gunicorn's heartbeat files belong in memory, not on a disk that may stall


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    default=5000,
    show_default=True,
    show_envvar=True,
    help="Port to listen on.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=None,
    help="Web processes; one on SQLite, two per core on PostgreSQL.",
)
@click.option("--worker-class", default="gthread", show_default=True, help="gunicorn's kind of web process.")
@click.option("--no-worker", is_flag=True, help="Leave background jobs to `plumbline worker`.")
def command(host: str, port: int, workers: int | None, worker_class: str, no_worker: bool) -> None:
    """Serve the site, with its worker."""
    os.environ["PORT"] = str(port)  # the address in mails follows it
    with opened() as app:
        settings = app.extensions["plumbline"].settings
    _check_port(host, port)
    helper = (
        None
        if no_worker
        else subprocess.Popen([sys.executable, "-m", "app.cli", "worker", "--parent", str(os.getpid())])  # noqa: S603  our own module
    )
    count = workers or (1 if settings.uses_sqlite else 2 * (os.cpu_count() or 1))
    try:
        _run(app, host, port, count, worker_class)
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait(timeout=30)


def _check_port(host: str, port: int) -> None:
    """Exit with a plain sentence when somebody else listens there; gunicorn would try for five seconds first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                FAILED,
                f"Port {port} on {host} cannot be used ({error.strerror}). Try another: PORT={port + 1} ./run",
            )


def _run(app: Any, host: str, port: int, workers: int, worker_class: str) -> None:
    from gunicorn.app.base import BaseApplication  # not there on every platform

    from app.services import schema  # Flask and SQLAlchemy, which `--help` does without

    class Site(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "worker_class": worker_class,
                "threads": 8 if worker_class == "gthread" else 1,
                "control_socket_disable": True,
                "preload_app": True,
                "worker_tmp_dir": MEMORY if os.path.isdir(MEMORY) else None,
                "graceful_timeout": 20,
                "loglevel": "warning",
                "forwarded_allow_ips": "",
            }
            for name, value in options.items():
                if name in self.cfg.settings and value is not None:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    with app.app_context():
        schema.let_go()  # no connection is shared with the children
    gc.freeze()  # what is there now never goes away: uncounted, its pages stay shared with the children
    click.echo(f"Plumbline is at http://{host}:{port}")
    Site().run()
