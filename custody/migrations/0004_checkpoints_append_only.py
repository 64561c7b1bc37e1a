"""Triggers: no checkpoint is changed or deleted, and no leaf but that of a log being erased."""

from django.db import migrations

ERASED = """
    EXISTS (SELECT 1 FROM custody_erasure WHERE log_id = OLD.log_id)
    AND NEW.id = OLD.id AND NEW.checkpoint_id = OLD.checkpoint_id
    AND NEW.position = OLD.position AND NEW.hash = OLD.hash
    AND NEW.log_id IS NULL AND NEW.length IS NULL AND NEW.head IS NULL
"""
SQLITE = [
    """
    CREATE TRIGGER custody_checkpoint_unchanged BEFORE UPDATE ON custody_checkpoint
    BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END
    """,
    """
    CREATE TRIGGER custody_checkpoint_kept BEFORE DELETE ON custody_checkpoint
    BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END
    """,
    # INSERT OR REPLACE deletes without firing the others.
    """
    CREATE TRIGGER custody_checkpoint_not_replaced BEFORE INSERT ON custody_checkpoint
    WHEN EXISTS (
        SELECT 1 FROM custody_checkpoint
        WHERE id = NEW.id OR number = NEW.number OR prev = NEW.prev
    )
    BEGIN SELECT RAISE(ABORT, 'checkpoints are never replaced'); END
    """,
    f"""
    CREATE TRIGGER custody_checkpoint_leaf_unchanged BEFORE UPDATE ON custody_checkpoint_leaf
    WHEN NOT ({ERASED})
    BEGIN SELECT RAISE(ABORT, 'leaves are never changed'); END
    """,
    """
    CREATE TRIGGER custody_checkpoint_leaf_kept BEFORE DELETE ON custody_checkpoint_leaf
    BEGIN SELECT RAISE(ABORT, 'leaves are never deleted'); END
    """,
    """
    CREATE TRIGGER custody_checkpoint_leaf_not_replaced BEFORE INSERT ON custody_checkpoint_leaf
    WHEN EXISTS (
        SELECT 1 FROM custody_checkpoint_leaf
        WHERE id = NEW.id OR (checkpoint_id = NEW.checkpoint_id AND position = NEW.position)
    )
    BEGIN SELECT RAISE(ABORT, 'leaves are never replaced'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION custody_checkpoint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'checkpoints are never changed or deleted';
    END $$
    """,
    """
    CREATE TRIGGER custody_checkpoint_guard BEFORE UPDATE OR DELETE ON custody_checkpoint
    FOR EACH ROW EXECUTE FUNCTION custody_checkpoint_guard()
    """,
    f"""
    CREATE FUNCTION custody_checkpoint_leaf_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {ERASED} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'leaves are never changed or deleted';
    END $$
    """,
    """
    CREATE TRIGGER custody_checkpoint_leaf_guard BEFORE UPDATE OR DELETE ON custody_checkpoint_leaf
    FOR EACH ROW EXECUTE FUNCTION custody_checkpoint_leaf_guard()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER custody_checkpoint_unchanged",
        "DROP TRIGGER custody_checkpoint_kept",
        "DROP TRIGGER custody_checkpoint_not_replaced",
        "DROP TRIGGER custody_checkpoint_leaf_unchanged",
        "DROP TRIGGER custody_checkpoint_leaf_kept",
        "DROP TRIGGER custody_checkpoint_leaf_not_replaced",
    ],
    "postgresql": [
        "DROP TRIGGER custody_checkpoint_guard ON custody_checkpoint",
        "DROP FUNCTION custody_checkpoint_guard()",
        "DROP TRIGGER custody_checkpoint_leaf_guard ON custody_checkpoint_leaf",
        "DROP FUNCTION custody_checkpoint_leaf_guard()",
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
    dependencies = [("custody", "0003_checkpoints")]
    operations = [migrations.RunPython(create, drop)]
