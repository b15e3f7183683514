"""Makes the demonstration's year of acts many times as large, always alike: every act is copied with all that hangs on it."""

import sqlite3

# Each copy of a row keeps the first 24 characters of its identifier, which tell the rows of one year apart, and ends with the copy's number.
TABLES = {
    "activities": (["activity_id"], "reference"),
    "activity_facts": (["facts_id", "activity_id", "same_as"], None),
    "activity_codes": (["facts_id"], None),
    "activity_amounts": (["facts_id"], None),
    "activity_heads": (["facts_id"], None),
    "activity_stages": (["stage_id", "activity_id"], None),
    "activity_tasks": (["task_id", "activity_id"], None),
    "activity_measures": (["assignment_id", "activity_id"], None),
}


def statements(columns, times, is_postgres):
    """The SQL that makes each act ``times`` acts.

    ``columns`` are those of each table.
    """
    ending = "lpad(to_hex(n), 12, '0')" if is_postgres else "printf('%012x', n)"
    yield f"CREATE TEMPORARY TABLE copies AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {times - 1}) SELECT n FROM c"
    for table, (identifiers, number) in TABLES.items():

        def copied(column):
            if column in identifiers:
                return f"substr({column}, 1, 24) || {ending}"
            if column == number:
                return f"{column} || '-' || n"
            # What was handed out came from a print run of the same copy.
            if table == "activity_codes" and column == "code":
                return f"CASE WHEN field = 'material' THEN substr(code, 1, 24) || {ending} ELSE code END"
            return column

        names = ", ".join(columns[table])
        yield f"INSERT INTO {table} ({names}) SELECT {', '.join(map(copied, columns[table]))} FROM {table} CROSS JOIN copies"
    yield "UPDATE activity_revisions SET revision = revision + 1"


def fill(engine, location, count):
    """Copies until there are at least ``count`` acts. Gives their number, and that of participations."""
    if hasattr(engine, "url"):
        schema = location.rsplit("%3D", 1)[1]
        prefix = f"SET search_path TO {schema}; SET client_min_messages = error; "
        ask = lambda sql: engine.ask(prefix + sql)
        columns = {
            table: ask(
                f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{schema}' AND table_name = '{table}'").split()
            for table in TABLES
        }
        times = -(-count // int(ask("SELECT COUNT(*) FROM activities")))
        ask("; ".join(statements(columns, times, True)))
    else:
        connection = sqlite3.connect(location.removeprefix("sqlite:"))
        ask = lambda sql: connection.execute(sql).fetchone()[0]
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in TABLES}
        times = -(-count // ask("SELECT COUNT(*) FROM activities"))
        for statement in statements(columns, times, False):
            connection.execute(statement)
        connection.commit()
    return int(ask("SELECT COUNT(*) FROM activities")), int(ask("SELECT SUM(amount) FROM activity_heads"))
