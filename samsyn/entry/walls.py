"""The second wall: SQL conditions that say the same as the Python rule, for PostgreSQL row-level security."""

from samsyn.access.db import SQL_NOW, SQL_PARTY, SQL_STAFF, SQL_UNIT, install_question, install_wall, remove_wall

OWN_PARTY = f"party_id = {SQL_PARTY}"
OWN_HOLDING = f"holder_id = {SQL_PARTY}"


def assigned(case: str) -> str:
    """The actor is assigned to the case named by the SQL expression `case`."""
    return (
        f"EXISTS (SELECT 1 FROM entry_caseassignment a WHERE a.case_id = {case}"
        f" AND (a.staff_id = {SQL_STAFF} OR (a.unit_id = {SQL_UNIT} AND a.staff_id IS NULL))"
        f" AND a.starts_at <= {SQL_NOW} AND (a.ends_at IS NULL OR a.ends_at > {SQL_NOW}))"
    )


DISCLOSED = (
    f"EXISTS (SELECT 1 FROM entry_disclosure d WHERE d.item_id = entry_item.id AND d.to_party_id = {SQL_PARTY}"
    f" AND d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {SQL_NOW}))"
)
ITEM_READ = f"({assigned('entry_item.case_id')} AND (holder_id = {SQL_PARTY} OR {DISCLOSED}))"


def item_wall(schema_editor: object, table: str, *, column: str = "item_id") -> None:
    """Rows that are, or belong to, an item: read with the item, written by its holder."""
    of_item = f"EXISTS (SELECT 1 FROM entry_item i WHERE i.id = {table}.{column}"
    install_wall(schema_editor, table, read=f"{of_item})", write=f"{of_item} AND i.holder_id = {SQL_PARTY})")


def entry_walls(schema_editor: object) -> None:
    """Walls around everything of this phase that carries a person's key."""
    of_person = "EXISTS (SELECT 1 FROM entry_case c JOIN entry_item i ON i.case_id = c.id AND i.kind = 'identity'"
    held = f"EXISTS (SELECT 1 FROM entry_person p WHERE p.id = person_id AND p.holder_id = {SQL_PARTY})"
    sides = f"(to_party_id = {SQL_PARTY} OR by_party_id = {SQL_PARTY})"
    install_wall(schema_editor, "entry_caseassignment", read=OWN_PARTY, write=OWN_PARTY)
    install_wall(schema_editor, "entry_disclosure", read=sides, write=f"by_party_id = {SQL_PARTY}")
    install_wall(schema_editor, "entry_standingdisclosure", read=OWN_HOLDING, write=OWN_HOLDING)
    install_wall(schema_editor, "entry_item", read=ITEM_READ, write=OWN_HOLDING)
    any_item = "EXISTS (SELECT 1 FROM entry_item i WHERE i.case_id = entry_case.id)"
    install_wall(schema_editor, "entry_case", read=any_item, write=f"opened_by_id = {SQL_PARTY}")
    install_wall(
        schema_editor, "entry_person", read=f"{of_person} WHERE c.person_id = entry_person.id)", write=OWN_HOLDING
    )
    for table in ("entry_identifier", "entry_representative"):
        install_wall(schema_editor, table, read=f"{of_person} WHERE c.person_id = {table}.person_id)", write=held)
    for table in ("consent", "referral", "picture", "selectiondecision", "enrolment", "filedcopy"):
        item_wall(schema_editor, f"entry_{table}")
    for table in ("consentrow", "consentconfirmation"):
        item_wall(schema_editor, f"entry_{table}", column="consent_id")
    for table in ("referralstep", "agendaitem", "queueentry"):
        item_wall(schema_editor, f"entry_{table}", column="referral_id")
    read_item = "EXISTS (SELECT 1 FROM entry_item i WHERE i.id = entry_filedmark.item_id)"
    install_wall(schema_editor, "entry_filedmark", read=f"{OWN_PARTY} AND {read_item}", write=OWN_PARTY)


def known_party_wall(schema_editor: object) -> None:
    """Assignments of parties that now share with the actor's party, or that it shares with, are seen too."""
    known = (
        "EXISTS (SELECT 1 FROM entry_disclosure d WHERE d.case_id = entry_caseassignment.case_id"
        f" AND d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {SQL_NOW})"
        f" AND ((d.by_party_id = entry_caseassignment.party_id AND d.to_party_id = {SQL_PARTY})"
        f" OR (d.to_party_id = entry_caseassignment.party_id AND d.by_party_id = {SQL_PARTY})))"
    )
    remove_wall(schema_editor, "entry_caseassignment")
    install_wall(schema_editor, "entry_caseassignment", read=f"({OWN_PARTY} OR {known})", write=OWN_PARTY)


def protection_wall(schema_editor: object) -> None:
    """Only the party that holds the person knows when and why protection changed."""
    held = f"EXISTS (SELECT 1 FROM entry_person p WHERE p.id = person_id AND p.holder_id = {SQL_PARTY})"
    install_wall(schema_editor, "entry_protectionstep", read=held, write=held)



def assignment_walls(schema_editor: object) -> None:
    """Assignments and disclosures are seen by who works with the case, not by every colleague.

    Whether somebody is assigned is asked by a function that stands outside the walls, so that the wall around
    assignments does not ask itself. A person's sort key stands on an assignment only while its party may know
    the person (`writing.keep_sort_keys`).
    """
    install_question(schema_editor, "samsyn_assigned", f"SELECT {assigned('$1')}")
    ours = f"(party_id = {SQL_PARTY} OR EXISTS (SELECT 1 FROM entry_disclosure d WHERE" + (
        " d.case_id = entry_caseassignment.case_id AND d.ended_at IS NULL"
        f" AND (d.expires_at IS NULL OR d.expires_at > {SQL_NOW})"
        f" AND ((d.by_party_id = entry_caseassignment.party_id AND d.to_party_id = {SQL_PARTY})"
        f" OR (d.to_party_id = entry_caseassignment.party_id AND d.by_party_id = {SQL_PARTY}))))"
    )
    works = "samsyn_assigned(case_id)"
    held_or_given = f"(holder_id = {SQL_PARTY} OR {DISCLOSED})"
    sides = f"(to_party_id = {SQL_PARTY} OR by_party_id = {SQL_PARTY})"
    for table, read, write in (
        ("entry_caseassignment", f"{works} AND {ours}", OWN_PARTY),
        ("entry_disclosure", f"{works} AND {sides}", f"by_party_id = {SQL_PARTY}"),
        ("entry_standingdisclosure", f"{works} AND {OWN_HOLDING}", OWN_HOLDING),
        ("entry_item", f"{works} AND {held_or_given}", OWN_HOLDING),
    ):
        remove_wall(schema_editor, table)
        install_wall(schema_editor, table, read=f"({read})", write=write)
