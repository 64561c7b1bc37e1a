"""Triggers: no entry is ever changed, none is deleted unless its whole log is being erased."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER custody_event_unchanged BEFORE UPDATE ON custody_event
    BEGIN SELECT RAISE(ABORT, 'custody entries are never changed'); END
    """,
    # INSERT OR REPLACE deletes without firing the other two.
    """
    CREATE TRIGGER custody_event_not_replaced BEFORE INSERT ON custody_event
    WHEN EXISTS (
        SELECT 1 FROM custody_event
        WHERE id = NEW.id OR (log_id = NEW.log_id AND seq = NEW.seq)
    )
    BEGIN SELECT RAISE(ABORT, 'custody entries are never replaced'); END
    """,
    """
    CREATE TRIGGER custody_event_kept BEFORE DELETE ON custody_event
    WHEN NOT EXISTS (SELECT 1 FROM custody_erasure WHERE log_id = OLD.log_id)
    BEGIN SELECT RAISE(ABORT, 'custody entries are never deleted one by one'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION custody_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS
            (SELECT 1 FROM custody_erasure WHERE log_id = OLD.log_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'custody entries are never changed or deleted one by one';
    END $$
    """,
    """
    CREATE TRIGGER custody_event_guard BEFORE UPDATE OR DELETE ON custody_event
    FOR EACH ROW EXECUTE FUNCTION custody_event_guard()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER custody_event_unchanged",
        "DROP TRIGGER custody_event_not_replaced",
        "DROP TRIGGER custody_event_kept",
    ],
    "postgresql": [
        "DROP TRIGGER custody_event_guard ON custody_event",
        "DROP FUNCTION custody_event_guard()",
    ],
}
DO = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(apps, schema_editor):
    _run(schema_editor, DO)


def drop(apps, schema_editor):
    _run(schema_editor, UNDO)


def _run(schema_editor, statements):
    if schema_editor.connection.alias != "default":
        return
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_custody_log")]
    operations = [migrations.RunPython(create, drop)]
