"""What schemathesis cannot know of an API from its document: which resources the run itself lives on, and which references lead somewhere.

Half of the requests that fit their schema get references that exist (by the digest of their body, so that a seed gives the same requests), the
others are left as they were made up: without that nearly every creation ends at its first unknown id. Wrong requests are never touched.
"""

from __future__ import annotations

import copy
import itertools
import os
import time
import zlib
from typing import Any

import requests
import schemathesis

ORGANIZATION = os.environ["HEADGATE_ORGANIZATION_ID"]
ENVIRONMENT = os.environ["HEADGATE_ENVIRONMENT_ID"]
POOL = os.environ["HEADGATE_COMPUTE_POOL_ID"]
ACCOUNT = os.environ["HEADGATE_ACCOUNT_ID"]
CONNECTION = os.environ["HEADGATE_CONNECTION"]
PARKED = os.environ["HEADGATE_PARKED_STATEMENT"]
RUNNING = os.environ["HEADGATE_RUNNING_STATEMENT"]
RESTING = os.environ["HEADGATE_RESTING_STATEMENT"]
SNAPSHOT = os.environ["HEADGATE_SNAPSHOT"]
RESTING_SNAPSHOT = os.environ["HEADGATE_RESTING_SNAPSHOT"]
PENDING_SNAPSHOT = os.environ["HEADGATE_PENDING_SNAPSHOT"]
POLICY = os.environ["HEADGATE_SNAPSHOT_POLICY"]
KEPT = {
    ENVIRONMENT, POOL, ACCOUNT, CONNECTION, PARKED, RUNNING, RESTING, SNAPSHOT, RESTING_SNAPSHOT, PENDING_SNAPSHOT, POLICY,
    os.environ["HEADGATE_KEY"],
}
"""A run that deleted its own API key would see nothing but 401 from then on."""

GONE_WITHIN_SECONDS = 20
KEYS = itertools.count()

STATEMENTS = [
    "SELECT 1",
    "SELECT customer, COUNT(*) FROM orders GROUP BY customer",
    "INSERT INTO t SELECT * FROM s",
    "CREATE TABLE t (a INT) WITH ('connector' = 'datagen')",
    "SHOW TABLES",
    "DROP TABLE IF EXISTS t",
    "EXPLAIN SELECT 1",
]
PATCHES = [
    [{"op": "replace", "path": "/spec/stopped", "value": True}],
    [{"op": "replace", "path": "/spec/stopped", "value": False}],
    [{"op": "add", "path": "/metadata/labels/team", "value": "a"}],
    [{"op": "test", "path": "/spec/stopped", "value": False}, {"op": "replace", "path": "/metadata/labels", "value": {}}],
]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    if case.method.upper() == "DELETE":
        for name, value in (case.path_parameters or {}).items():
            if value in KEPT and name not in ("organization_id", "environment_id"):
                case.path_parameters[name] = "gone"
    meta = case.meta
    if meta is not None and meta.generation.mode.is_positive:
        refresh_key(case)
        ground(case)


def refresh_key(case: Any) -> None:
    """A key that was used before brings back its answer, of a resource that may be gone by now."""
    key = (case.headers or {}).get("Idempotency-Key")
    if key:
        case.headers["Idempotency-Key"] = f"{next(KEYS)}-{key}"[:64]


def ground(case: Any) -> None:
    operation = case.operation.definition.raw.get("operationId")
    digest = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace"))
    # Changes of pools name the one environment: a pool of another would not be found by them.
    if digest % 2 and operation != "compute-pools.create":
        return
    if isinstance(case.query, dict) and "environment" in case.query:
        case.query["environment"] = ENVIRONMENT
    case.path_parameters.update(PATHS.get(operation, {}))
    change = CHANGES.get(operation)
    if change is not None and isinstance(case.body, (dict, list)):
        case.body = change(copy.deepcopy(case.body), digest // 2)


def scoped(body: dict[str, Any]) -> dict[str, Any]:
    for name, value in (("organization_id", ORGANIZATION), ("environment_id", ENVIRONMENT)):
        if name in body:
            body[name] = value
    return body


def new_statement(body: dict[str, Any], digest: int) -> dict[str, Any]:
    scoped(body)["spec"]["statement"] = STATEMENTS[digest % len(STATEMENTS)]
    body["spec"].pop("compute_pool_id", None)
    # A dry run waits for Flink, which is not there.
    (body["spec"].get("properties") or {}).pop("sql.dry-run", None)
    return body


def same_statement(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body.pop("name", None)
    for name in ("statement", "properties", "compute_pool_id"):
        body["spec"].pop(name, None)
    (body.get("metadata") or {}).pop("resource_version", None)
    return scoped(body)


def new_connection(body: dict[str, Any], digest: int) -> dict[str, Any]:
    if "auth_data" in body["spec"]:
        body["spec"]["auth_data"]["data"] = '{"USERNAME":"a"}'
    return scoped(body)


def same_connection(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body.pop("name", None)
    for name in ("connection_type", "endpoint"):
        body["spec"].pop(name, None)
    (body.get("metadata") or {}).pop("resource_version", None)
    return new_connection(body, digest)


def new_pool(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body["spec"] |= {"cloud": "AWS", "region": "local-1", "environment": {"id": ENVIRONMENT}}
    return body


def same_pool(body: dict[str, Any], digest: int) -> dict[str, Any]:
    for name in ("cloud", "region"):
        body["spec"].pop(name, None)
    body["spec"]["environment"] = {"id": ENVIRONMENT}
    return body


def new_key(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body["spec"]["owner"]["id"] = ACCOUNT
    if "resource" in body["spec"]:
        body["spec"]["resource"] = {"id": "aws.local-1", "environment": ENVIRONMENT}
    return body


def defaults(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body["kafka_connection"] = CONNECTION
    return body


def new_snapshot(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body["statement_name"] = RUNNING
    body.pop("retain_until", None)
    # Of those that stay PENDING there is one.
    body.pop("labels", None)
    return body


def new_fork(body: dict[str, Any], digest: int) -> dict[str, Any]:
    for name in ("compute_pool_id", "properties"):
        body.pop(name, None)
    return body


def adoption(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body.pop("statement_name", None)
    return body | {"path": f"imports/{digest}"}


def new_policy(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body["spec"].pop("schedule", None)
    body["spec"]["statement_name"] = f"statement-{digest}"
    return body


def same_policy(body: dict[str, Any], digest: int) -> dict[str, Any]:
    body.pop("name", None)
    (body.get("metadata") or {}).pop("resource_version", None)
    return scoped(new_policy(body, digest))


def snapshot_change(body: dict[str, Any], digest: int) -> dict[str, Any]:
    for name in ("retain_until", "labels"):
        body["spec"].pop(name, None)
    return body


def restore(body: dict[str, Any], digest: int) -> dict[str, Any]:
    return body | {"snapshot_id": RESTING_SNAPSHOT}


PATHS = {
    "statement-resolutions.create": {"statement_name": PARKED},
    "statement-restores.create": {"statement_name": RESTING},
    "snapshots.change": {"snapshot_id": SNAPSHOT},
    "snapshot-verifications.create": {"snapshot_id": SNAPSHOT},
    "snapshot-drills.create": {"snapshot_id": SNAPSHOT},
    "snapshot-exports.create": {"snapshot_id": SNAPSHOT},
    "snapshot-forks.create": {"snapshot_id": SNAPSHOT},
    "snapshot-recoveries.create": {"snapshot_id": SNAPSHOT},
    "snapshot-cancellations.create": {"snapshot_id": PENDING_SNAPSHOT},
    "snapshot-policies.replace": {"policy_name": POLICY},
}
CHANGES = {
    "snapshots.create": new_snapshot,
    "snapshots.change": snapshot_change,
    "snapshot-forks.create": new_fork,
    "snapshot-adoptions.create": adoption,
    "snapshot-policies.create": new_policy,
    "snapshot-policies.replace": same_policy,
    "statement-restores.create": restore,
    "statements.create": new_statement,
    "statements.replace": same_statement,
    "statements.change": lambda body, digest: PATCHES[digest % len(PATCHES)],
    "connections.create": new_connection,
    "connections.replace": same_connection,
    "compute-pools.create": new_pool,
    "compute-pools.change": same_pool,
    "api-keys.create": new_key,
    "environment-defaults.change": defaults,
}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """A deletion that is accepted is done later: like every client, look until it is gone. Then nothing of it may be left."""
    if case.method.upper() != "DELETE" or response.status_code != 202:
        return
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    auth = (os.environ["HEADGATE_KEY"], os.environ["HEADGATE_SECRET"])
    while requests.get(response.request.url, auth=auth, timeout=30).status_code != 404 and time.monotonic() < deadline:
        time.sleep(0.02)
