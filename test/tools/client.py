"""What the clients of test/clients/ in Python share: the catalogue, and TAP."""
import datetime

PYTHON_TYPES = {"integer": int, "bigint": int, "double precision": float, "text": str, "boolean": bool, "date": datetime.date}


def catalogue(cursor):
    """{view: {column: type}}, as the view catalogue says"""
    cursor.execute("SELECT view, column_name, type FROM observatoire.catalogue ORDER BY view, position")
    views = {}
    for view, column, kind in cursor.fetchall():
        views.setdefault(view, {})[column] = kind
    return views


class Report:
    def __init__(self):
        self.tests = self.failed = 0

    def ok(self, passed, what, *details):
        self.tests += 1
        print(f"{'ok' if passed else 'not ok'} {self.tests} - {what}")
        if not passed:
            self.failed += 1
            for detail in details:
                print(f"# {detail}")

    def equal(self, have, want, what):
        self.ok(have == want, what, f"have: {have}", f"want: {want}")

    def values(self, view, columns, rows):
        """The rows have values of the catalogue's types: no text where a number is meant."""
        wrong = {(name, type(value).__name__) for row in rows for (name, kind), value in zip(columns.items(), row)
                 if value is not None and type(value) is not PYTHON_TYPES[kind]}
        self.ok(not wrong, f"{view}: {len(rows)} rows are read, each value of its type", wrong)

    def finish(self):
        print(f"1..{self.tests}")
        raise SystemExit(self.failed > 0)
