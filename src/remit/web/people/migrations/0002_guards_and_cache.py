"""Triggers that keep the audit log append-only, and the table of the shared cache."""

from django.core.management import call_command
from django.db import migrations

from remit.web.people import guards


def put_up(apps, schema_editor):
    connection = schema_editor.connection
    guards.run(connection, guards.install_statements(connection.vendor))
    call_command("createcachetable", database=connection.alias, verbosity=0)


def take_down(apps, schema_editor):
    connection = schema_editor.connection
    guards.run(connection, guards.remove_statements(connection.vendor))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
