"""The hash of the entry before is read from the entry before; the chain covers it all the same."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_the_book_is_append_only")]
    operations = [migrations.RemoveField("journalentry", "previous_hash")]
