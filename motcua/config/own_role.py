"""The database's role of the serving product: it works with every table and owns none.

On the books it may add and read, nothing else; the migrations belong to the owner.
"""

from django.db import connection
from psycopg import sql

from motcua.kernel.errors import Refusal

#: Every append-only table has a trigger of this function (storage/0002).
_BOOKS = (
    "select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
    " join pg_proc p on p.oid = t.tgfoid where p.proname = 'motcua_refuse_change' order by 1"
)


class NoSuchRole(Refusal):
    """The role has to be made first."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Chưa có tài khoản cơ sở dữ liệu {role}; hãy tạo bằng: createuser --pwprompt {role}."
        )


class NotForTheOwner(Refusal):
    """A role that may do everything gains nothing."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Tài khoản {role} là chủ sở hữu hoặc quản trị máy chủ; hãy chọn tài khoản khác."
        )


def books() -> list[str]:
    """Return the append-only tables."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS)
        return [str(row[0]) for row in cursor.fetchall()]


def changes_books() -> bool:
    """Return whether the role of this process could change or empty a book."""
    with connection.cursor() as cursor:
        for book in books():
            cursor.execute(
                "select has_table_privilege(%s, 'UPDATE,DELETE,TRUNCATE,TRIGGER')"
                " or pg_has_role(relowner, 'USAGE') from pg_class where relname = %s",
                [book, book],
            )
            row = cursor.fetchone()
            if row and row[0]:
                return True
    return False


def statements(role: str) -> list[sql.Composed]:
    """Return what gives a role its rights, and takes away any other."""
    name = sql.Identifier(role)
    texts = [
        "revoke all on all tables in schema public from {}",
        "revoke all on all sequences in schema public from {}",
        "grant usage on schema public to {}",
        "grant select, insert, update, delete on all tables in schema public to {}",
        "grant usage, select on all sequences in schema public to {}",
        "revoke insert, update, delete on django_migrations from {}",
    ]
    made = [sql.SQL(text).format(name) for text in texts]
    for book in books():
        text = "revoke update, delete, truncate, references, trigger on {} from {}"
        made.append(sql.SQL(text).format(sql.Identifier(book), name))
    return made


def give(role: str) -> list[str]:
    """Give a role its rights in one transaction and return the books it may only add to.

    :raises NoSuchRole: there is no such role. :raises NotForTheOwner: it may do all already.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or pg_has_role(rolname, c.relowner, 'USAGE') from pg_roles,"
            " pg_class c where rolname = %s and c.relname = 'django_migrations'",
            [role],
        )
        row = cursor.fetchone()
        if row is None:
            raise NoSuchRole(role)
        if row[0]:
            raise NotForTheOwner(role)
        text = sql.SQL("; ").join(statements(role))
        cursor.execute(text.as_string())
    return books()
