"""The checks, one function each. Every one cleans up what it made; what it finds is emitted, not judged: the test asserts."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from collections.abc import Iterator

import confluent_sql
from confluent_sql import Connection, Cursor, ExecutionMode

from driver import READY_TIMEOUT_SECONDS, describe_error, describe_value, emit, is_gone, open_connection, poll, unique

ROWS_WANTED = 20


def ddl(connection: Connection) -> None:
    """CREATE TABLE, CREATE VIEW, SHOW TABLES, DESCRIBE, and both DROPs."""
    table, view = unique("orders"), unique("big_orders")
    created = connection.execute_snapshot_ddl(
        f"CREATE TABLE `{table}` (id BIGINT NOT NULL, customer STRING, amount DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED) "
        "WITH ('connector' = 'datagen', 'rows-per-second' = '5')",
        timeout=READY_TIMEOUT_SECONDS,
    )
    emit("ddl.create_table", phase=created.status["phase"], kind=created.sql_kind, detail=created.status.get("detail"))
    created = connection.execute_snapshot_ddl(f"CREATE VIEW `{view}` AS SELECT id FROM `{table}` WHERE amount > 100", timeout=READY_TIMEOUT_SECONDS)
    emit("ddl.create_view", phase=created.status["phase"], kind=created.sql_kind)
    emit("ddl.show_tables", table=table, view=view, rows=rows_of(connection, "SHOW TABLES"))
    emit("ddl.describe", rows=rows_of(connection, f"DESCRIBE `{table}`"))
    dropped = connection.execute_snapshot_ddl(f"DROP VIEW `{view}`", timeout=READY_TIMEOUT_SECONDS)
    emit("ddl.drop_view", phase=dropped.status["phase"], kind=dropped.sql_kind)
    dropped = connection.execute_snapshot_ddl(f"DROP TABLE `{table}`", timeout=READY_TIMEOUT_SECONDS)
    emit("ddl.drop_table", phase=dropped.status["phase"], kind=dropped.sql_kind)
    emit("ddl.gone", table=table, rows=rows_of(connection, "SHOW TABLES"))


def dry_run(connection: Connection) -> None:
    """A dry run answers at once, in either mode, and stores nothing."""
    with datagen_table(connection) as table:
        before = len(connection.list_statements())
        sources = {ExecutionMode.SNAPSHOT: "(VALUES (1), (2), (1)) AS source (bucket)", ExecutionMode.STREAMING_QUERY: f"`{table}`"}
        for mode, source in sources.items():
            statement = connection.dry_run_statement(f"SELECT bucket, COUNT(*) AS number FROM {source} GROUP BY bucket", mode=mode)
            emit(
                "dry_run.query",
                mode=mode.value,
                phase=statement.phase.value,
                is_bounded=statement.is_bounded,
                is_append_only=statement.is_append_only,
                columns=[[column.name, column.type.type] for column in statement.schema or []],
            )
        try:
            connection.dry_run_statement("SELECT * FROM no_such_table_anywhere")
            emit("dry_run.refused", error=None)
        except confluent_sql.Error as error:
            emit("dry_run.refused", **describe_error(error))
        emit("dry_run.nothing_stored", before=before, after=len(connection.list_statements()))


def snapshot_query(connection: Connection) -> None:
    """A bounded query to its end: every type, several rows, parameters, an aggregation, no rows."""
    expressions = {
        "flag": "TRUE",
        "tiny": "CAST(7 AS TINYINT)",
        "small": "CAST(-300 AS SMALLINT)",
        "whole": "CAST(70000 AS INT)",
        "big": "CAST(9007199254740993 AS BIGINT)",
        "single": "CAST(1.5 AS FLOAT)",
        "twofold": "CAST(2.25 AS DOUBLE)",
        "exact": "CAST(12.30 AS DECIMAL(10, 2))",
        "fixed": "CAST('abc' AS CHAR(3))",
        "words": "CAST('Grüße, \"quoted\"' AS STRING)",
        "nothing": "CAST(NULL AS INT)",
        "day_of": "DATE '2026-01-02'",
        "time_of": "TIME '03:04:05'",
        "moment": "CAST('2026-01-02 03:04:05.678' AS TIMESTAMP(3))",
        "instant": "TO_TIMESTAMP_LTZ(1767323045678, 3)",
        "octets": "CAST(x'0aff' AS BYTES)",
        "list_of": "ARRAY[1, 2, 3]",
        "map_of": "MAP['one', 1, 'two', 2]",
        "row_of": "CAST(ROW(1, 'x') AS ROW<a INT, b STRING>)",
    }
    sql = "SELECT " + ", ".join(f"{expression} AS `{name}`" for name, expression in expressions.items())
    with connection.closing_cursor() as cursor:
        cursor.execute(sql, timeout=READY_TIMEOUT_SECONDS)
        rows = cursor.fetchall()
        types = {column[0]: column[1] for column in cursor.description or []}
        values = {name: describe_value(value) for name, value in zip(types, rows[0], strict=True)} if rows else {}
        emit("snapshot.types", row_count=len(rows), types=types, values=values, phase=cursor.statement.phase.value)
    pairs = "(VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS source (id, letter)"
    emit("snapshot.rows", rows=rows_of(connection, f"SELECT id, letter FROM {pairs}"))
    emit("snapshot.parameters", rows=rows_of(connection, f"SELECT id FROM {pairs} WHERE letter = %s AND id < %s", ("a", 3)))
    emit("snapshot.aggregate", rows=rows_of(connection, f"SELECT letter, COUNT(*) AS number FROM {pairs} GROUP BY letter"))
    emit("snapshot.empty", rows=rows_of(connection, f"SELECT id FROM {pairs} WHERE id > 100"))
    emit("snapshot.dictionaries", rows=rows_of(connection, f"SELECT id, letter FROM {pairs}", as_dict=True))


def streaming_query(connection: Connection) -> None:
    """An endless aggregation: its changelog, then stop and delete."""
    with datagen_table(connection) as table:
        cursor = connection.streaming_cursor()
        cursor.execute(f"SELECT bucket, COUNT(*) AS number FROM `{table}` GROUP BY bucket", timeout=READY_TIMEOUT_SECONDS)
        name = cursor.statement.name
        try:
            changes = first_rows(cursor)
            emit(
                "streaming.changelog",
                returns_changelog=cursor.returns_changelog,
                phase=connection.get_statement(name).phase.value,
                ops=[str(change.op) for change in changes],
                rows=[list(change.row) for change in changes],
            )
            stopped = cursor.stop_statement(timeout=READY_TIMEOUT_SECONDS)
            emit("streaming.stopped", phase=stopped.phase.value, stop_requested=stopped.stop_requested)
        finally:
            connection.delete_statement(name)
        emit("streaming.deleted", gone=is_gone(connection, name))
        cursor.close()


def streaming_append_only(connection: Connection) -> None:
    """An endless SELECT without updates gives plain rows. Closing its cursor leaves it running; deleting it ends it."""
    with datagen_table(connection) as table:
        cursor = connection.streaming_cursor(as_dict=True)
        cursor.execute(f"SELECT id, bucket FROM `{table}`", timeout=READY_TIMEOUT_SECONDS)
        name = cursor.statement.name
        try:
            rows = first_rows(cursor)
            emit("append_only.rows", returns_changelog=cursor.returns_changelog, row_count=len(rows), columns=sorted(rows[0]))
            cursor.close()
            emit("append_only.after_close", phase=connection.get_statement(name).phase.value)
        finally:
            connection.delete_statement(name)
        emit("append_only.deleted", gone=is_gone(connection, name))


def insert(connection: Connection) -> None:
    """An INSERT runs until it is stopped."""
    with datagen_table(connection) as source, blackhole_table(connection) as sink:
        cursor = connection.streaming_cursor()
        cursor.execute(f"INSERT INTO `{sink}` SELECT id, bucket FROM `{source}`", timeout=READY_TIMEOUT_SECONDS)
        name = cursor.statement.name
        try:
            emit("insert.running", phase=cursor.statement.phase.value, kind=cursor.statement.sql_kind, has_schema=cursor.statement.schema is not None)
            stopped = cursor.stop_statement(timeout=READY_TIMEOUT_SECONDS)
            emit("insert.stopped", phase=stopped.phase.value)
        finally:
            connection.delete_statement(name)
        emit("insert.deleted", gone=is_gone(connection, name))


def list_statements(connection: Connection) -> None:
    """Lists by label, by part of the name, page by page."""
    label, names = unique("label"), [unique("listed").replace("_", "-") for _ in range(3)]
    cursors: list[Cursor] = []
    try:
        for position, name in enumerate(names):
            cursor = connection.cursor()
            cursors.append(cursor)
            cursor.execute("SELECT 1 AS answer", timeout=READY_TIMEOUT_SECONDS, statement_name=name, statement_labels=[label] if position < 2 else None)
        found = connection.list_statements(label=label)
        emit("list.label", expected=sorted(names[:2]), names=sorted(statement.name for statement in found), labels=[statement.end_user_labels for statement in found])
        paged = connection.list_statements(label=label, page_size=1)
        emit("list.pages", names=sorted(statement.name for statement in paged))
        by_name = connection.list_statements(name_contains=names[2])
        emit("list.name", expected=[names[2]], names=[statement.name for statement in by_name])
        emit("list.unknown_label", names=[statement.name for statement in connection.list_statements(label=unique("nobody"))])
    finally:
        for name, cursor in zip(names, cursors):
            cursor.close()
            # A cursor leaves alone what was not over when it last looked.
            if not cursor.statement.is_deleted:
                connection.delete_statement(name)
    gone = poll("closed cursors deleted their statements", lambda: True if not connection.list_statements(label=label) else None)
    emit("list.closed", gone=gone)


def errors(connection: Connection) -> None:
    """What a user reads when something is wrong."""
    refused = {
        "unknown_table": "SELECT * FROM no_such_table_anywhere",
        "unknown_column": "SELECT missing FROM (VALUES (1)) AS source (id)",
        "syntax": "SELEC 1",
    }
    for name, sql in refused.items():
        with closed_at_last(connection.cursor()) as cursor:
            try:
                cursor.execute(sql, timeout=READY_TIMEOUT_SECONDS)
                emit(f"errors.{name}", error=None)
            except confluent_sql.Error as error:
                emit(f"errors.{name}", **describe_error(error))
    name = unique("twice").replace("_", "-")
    with closed_at_last(connection.cursor()) as first, closed_at_last(connection.cursor()) as second:
        first.execute("SELECT 1 AS answer", timeout=READY_TIMEOUT_SECONDS, statement_name=name)
        try:
            second.execute("SELECT 1 AS answer", timeout=READY_TIMEOUT_SECONDS, statement_name=name)
            emit("errors.same_name", error=None)
        except confluent_sql.Error as error:
            emit("errors.same_name", **describe_error(error))
    try:
        connection.get_statement("no-such-statement")
        emit("errors.unknown_statement", error=None)
    except confluent_sql.Error as error:
        emit("errors.unknown_statement", **describe_error(error))
    stranger = open_connection(secret="not-the-secret")
    try:
        stranger.list_statements()
        emit("errors.wrong_secret", error=None)
    except confluent_sql.Error as error:
        emit("errors.wrong_secret", **describe_error(error))
    finally:
        stranger.close()


CHECKS = {
    check.__name__: check
    for check in (ddl, dry_run, snapshot_query, streaming_query, streaming_append_only, insert, list_statements, errors)
}


def rows_of(connection: Connection, sql: str, parameters: tuple | None = None, *, as_dict: bool = False) -> list:
    """All rows of a bounded statement."""
    with connection.closing_cursor(as_dict=as_dict) as cursor:
        cursor.execute(sql, parameters, timeout=READY_TIMEOUT_SECONDS)
        return cursor.fetchall()


def first_rows(cursor: Cursor) -> list:
    """The first rows of an endless query."""
    rows: list = []

    def ask() -> bool | None:
        rows.extend(cursor.fetchmany(ROWS_WANTED - len(rows)))
        return True if len(rows) >= ROWS_WANTED else None

    poll(f"{ROWS_WANTED} rows", ask, READY_TIMEOUT_SECONDS)
    return rows


@contextmanager
def datagen_table(connection: Connection) -> Iterator[str]:
    """A table that makes rows for ever, in three buckets, dropped at the end."""
    with table_of(
        connection,
        "generated",
        "(id BIGINT, bucket INT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.bucket.min' = '1', 'fields.bucket.max' = '3')",
    ) as name:
        yield name


@contextmanager
def blackhole_table(connection: Connection) -> Iterator[str]:
    """A table that takes every row and keeps none."""
    with table_of(connection, "sink", "(id BIGINT, bucket INT) WITH ('connector' = 'blackhole')") as name:
        yield name


@contextmanager
def table_of(connection: Connection, prefix: str, definition: str) -> Iterator[str]:
    name = unique(prefix)
    connection.execute_snapshot_ddl(f"CREATE TABLE `{name}` {definition}", timeout=READY_TIMEOUT_SECONDS)
    try:
        yield name
    finally:
        # What went wrong inside matters more than a failed clean-up.
        with suppress(confluent_sql.Error):
            connection.execute_snapshot_ddl(f"DROP TABLE IF EXISTS `{name}`", timeout=READY_TIMEOUT_SECONDS)


@contextmanager
def closed_at_last(cursor: Cursor) -> Iterator[Cursor]:
    try:
        yield cursor
    finally:
        cursor.close()
