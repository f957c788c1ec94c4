"""Shared by the checks: the connection from the environment, and one line of JSON per finding."""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import confluent_sql

Answer = TypeVar("Answer")

READY_TIMEOUT_SECONDS = int(os.environ.get("HEADGATE_READY_TIMEOUT_SECONDS", "180"))
"""How long a statement may take until it runs or is done. Generous: the first one of a pool starts Flink."""


def setting(name: str) -> str:
    """A HEADGATE_ variable that must be there."""
    value = os.environ.get(f"HEADGATE_{name}")
    if not value:
        sys.exit(f"HEADGATE_{name} is not set. Needed: ENDPOINT, ORGANIZATION_ID, ENVIRONMENT_ID, DATABASE, KEY, SECRET.")
    return value


def open_connection(*, secret: str | None = None) -> confluent_sql.Connection:
    """Connects as a user of confluent-sql does, only the endpoint differs."""
    return confluent_sql.connect(
        endpoint=setting("ENDPOINT"),
        organization_id=setting("ORGANIZATION_ID"),
        environment_id=setting("ENVIRONMENT_ID"),
        database=setting("DATABASE"),
        compute_pool_id=os.environ.get("HEADGATE_COMPUTE_POOL_ID"),
        flink_api_key=setting("KEY"),
        flink_api_secret=secret if secret is not None else setting("SECRET"),
        # A dry run is answered in one request and may wait for Flink's planner.
        http_timeout_secs=90,
    )


def unique(prefix: str) -> str:
    """A name nobody else uses."""
    return f"{prefix}_{uuid.uuid4().hex[:8]}"


def emit(check: str, **facts: Any) -> None:
    """Prints one finding."""
    print(json.dumps({"check": check, **facts}, default=str), flush=True)


def describe_error(error: BaseException) -> dict[str, Any]:
    """What a user sees of an error."""
    return {"error": type(error).__name__, "message": str(error), "http_status": getattr(error, "http_status_code", None)}


def describe_value(value: Any) -> dict[str, Any]:
    """A value as the driver made it: its Python type and its text."""
    return {"type": type(value).__name__, "text": repr(value)}


def poll(what: str, ask: Callable[[], Answer | None], timeout_seconds: float = 180) -> Answer:
    """Asks until the answer is not None."""
    deadline = time.monotonic() + timeout_seconds
    while True:
        answer = ask()
        if answer is not None:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {timeout_seconds} s")
        time.sleep(0.2)


def is_gone(connection: confluent_sql.Connection, name: str) -> bool:
    """True once the statement answers 404: a delete is accepted first and done later."""

    def ask() -> bool | None:
        try:
            connection.get_statement(name)
        except confluent_sql.StatementNotFoundError:
            return True
        return None

    return poll(f"statement {name} is gone", ask)
