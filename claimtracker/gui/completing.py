"""What is offered while a person types into a field of a claim, by the editor that its column declares."""

from __future__ import annotations

from claimtracker.storage import queries


def offers(connection: queries.Connection, editor: str, typed: str) -> list[queries.Completion]:
    """What is known already and fits what was typed; nothing for fields of free text."""
    if editor == "speaker":
        return queries.complete_speakers(connection, typed)
    if editor == "status":
        return queries.complete_statuses(connection, typed)
    if editor == "fact":
        return queries.complete_facts(connection, typed)
    if editor == "tags":
        before, _, last = typed.rpartition(";")
        lead = f"{before}; " if before else ""
        found = queries.complete_tags(connection, last.strip()) if last.strip() else []
        return [queries.Completion(lead + offer.text, "tag") for offer in found]
    return []
