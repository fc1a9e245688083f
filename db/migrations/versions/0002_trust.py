"""Trust: which key the recovery sheet was confirmed for, and how long a person's details are kept on purpose.

Revision 0002_trust, after 0001_ground. Old entries of the log need no lifting: a field they do not name is
empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_trust"
down_revision = "0001_ground"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file_head", sa.Column("recovery_mark", sa.String(), nullable=True))
    op.add_column("person", sa.Column("details_kept_until", sa.Text(), nullable=True))
