"""Runs the named checks (default: all) with the unmodified confluent-sql against HEADGATE_ENDPOINT.

Prints one line of JSON per finding: {"check": "<check>.<part>", ...facts}. A check that breaks off prints {"check": "<check>", "error": ..., "message": ...}.
Each check ends with {"check": "<check>.done", "ok": true|false, "seconds": n}. The exit code is 1 if one broke off, 2 if none could start.
"""

from __future__ import annotations

import sys
import time
import traceback

from checks import CHECKS
from driver import describe_error, emit, open_connection


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"There is no check {', '.join(unknown)}. Checks: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    connection = open_connection()
    broken = 0
    for name in names or CHECKS:
        started = time.monotonic()
        ok = True
        try:
            CHECKS[name](connection)
        except Exception as error:  # noqa: BLE001 - every other check still runs
            ok = False
            broken += 1
            traceback.print_exc()
            emit(name, **describe_error(error))
        emit(f"{name}.done", ok=ok, seconds=round(time.monotonic() - started, 2))
    connection.close()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
