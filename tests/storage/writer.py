"""A program that edits a project until it is killed, and says what was acknowledged. Run by test_kill.py."""

from __future__ import annotations

import sys

from claimtracker.domain.values import ClaimId, Span
from claimtracker.operations import AddClaim, EditClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace


def main() -> None:
    with Workspace.open(sys.argv[1]) as workspace:
        (article,) = queries.article_ids(workspace.connection)
        for number in range(10_000):
            claim: ClaimId = workspace.run(
                AddClaim(article, (Span(0, 7), Span(9, 11)), {"speaker": f"Speaker {number}", "tags": "a; b"})
            )
            sys.stdout.write(f"added {claim} {number}\n")
            sys.stdout.flush()
            workspace.run(EditClaim(claim, {"status": f"denied {number}", "note": "edited"}))
            sys.stdout.write(f"edited {claim} {number}\n")
            sys.stdout.flush()


main()
