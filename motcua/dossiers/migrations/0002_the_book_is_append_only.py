"""What is written in this room's book stays as written."""

from django.db import migrations

TABLES = ["dossiers_clockentry"]


def triggers(table: str) -> tuple[str, str]:
    """Return the statements that close a table against change, and that open it again."""
    close = (
        f"create trigger {table}_stays before update or delete on {table}"
        " for each statement execute function motcua_refuse_change();"
        f" create trigger {table}_is_not_emptied before truncate on {table}"
        " for each statement execute function motcua_refuse_change();"
    )
    reopen = (
        f"drop trigger {table}_stays on {table}; drop trigger {table}_is_not_emptied on {table};"
    )
    return close, reopen


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_the_dossier_and_its_clock"),
        ("storage", "0002_books_are_append_only"),
    ]
    operations = [migrations.RunSQL(*triggers(table)) for table in TABLES]
