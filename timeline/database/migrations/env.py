"""Where Alembic is told which connection to work on; the transaction around it is the caller's."""

from alembic import context

from timeline.database.declared import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
