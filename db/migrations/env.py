"""Alembic's entry: runs the migrations on the connection that `db.migrations.migrate` hands over."""

from alembic import context

from db.schema.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
