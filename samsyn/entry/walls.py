"""The second wall: SQL conditions that say the same as the Python rule, for PostgreSQL row-level security.

The questions are functions that stand outside the walls: so no wall asks itself, and a query over several
walled tables is planned once instead of with every wall unfolded in every other.
"""

# ruff: noqa: S608 - the conditions are put together from constants of this file and of access/db.py

from samsyn.access.db import SQL_NOW, SQL_PARTY, SQL_STAFF, SQL_UNIT, install_question, install_wall

OWN_PARTY = f"party_id = {SQL_PARTY}"
OWN_HOLDING = f"holder_id = {SQL_PARTY}"
HOLDS_NOW = f"starts_at <= {SQL_NOW} AND (ends_at IS NULL OR ends_at > {SQL_NOW})"
OWN_ROW = f"({OWN_PARTY} AND (staff_id = {SQL_STAFF} OR (unit_id = {SQL_UNIT} AND staff_id IS NULL)) AND {HOLDS_NOW})"
LIVE = f"d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {SQL_NOW})"
HELD_OR_GIVEN = (
    f"(i.holder_id = {SQL_PARTY} OR EXISTS (SELECT 1 FROM entry_disclosure d"
    f" WHERE d.item_id = i.id AND d.to_party_id = {SQL_PARTY} AND {LIVE}))"
)
CONTENTS = ("consent", "referral", "picture", "selectiondecision", "enrolment", "filedcopy")
QUESTIONS = {
    "samsyn_assigned": (
        f"EXISTS (SELECT 1 FROM entry_caseassignment a WHERE a.case_id = $1"
        f" AND (a.staff_id = {SQL_STAFF} OR (a.unit_id = {SQL_UNIT} AND a.staff_id IS NULL))"
        f" AND a.starts_at <= {SQL_NOW} AND (a.ends_at IS NULL OR a.ends_at > {SQL_NOW}))"
    ),
    "samsyn_reads_item": (
        "EXISTS (SELECT 1 FROM entry_item i WHERE i.id = $1"
        f" AND samsyn_assigned(i.case_id) AND {HELD_OR_GIVEN})"
    ),
    "samsyn_holds_item": (
        "EXISTS (SELECT 1 FROM entry_item i WHERE i.id = $1"
        f" AND i.holder_id = {SQL_PARTY} AND samsyn_assigned(i.case_id))"
    ),
    "samsyn_reads_case": (
        f"EXISTS (SELECT 1 FROM entry_item i WHERE i.case_id = $1 AND {HELD_OR_GIVEN}) AND samsyn_assigned($1)"
    ),
    "samsyn_knows_person": (
        "EXISTS (SELECT 1 FROM entry_case c JOIN entry_item i ON i.case_id = c.id AND i.kind = 'identity'"
        f" WHERE c.person_id = $1 AND samsyn_assigned(c.id) AND {HELD_OR_GIVEN})"
    ),
    "samsyn_holds_person": f"EXISTS (SELECT 1 FROM entry_person p WHERE p.id = $1 AND p.holder_id = {SQL_PARTY})",
}


def item_wall(schema_editor: object, table: str, *, column: str = "item_id") -> None:
    """Rows that are, or belong to, an item: read with the item, written by its holder."""
    read, write = (f"samsyn_{verb}_item({table}.{column})" for verb in ("reads", "holds"))
    install_wall(schema_editor, table, read=read, write=write)


def entry_walls(schema_editor: object) -> None:
    """Walls around everything of this phase that carries a person's key."""
    for name, condition in QUESTIONS.items():
        install_question(schema_editor, name, condition)
    _case_walls(schema_editor)
    install_wall(schema_editor, "entry_person", read="samsyn_knows_person(id)", write=OWN_HOLDING)
    for table in ("entry_identifier", "entry_representative"):
        install_wall(
            schema_editor, table, read="samsyn_knows_person(person_id)", write="samsyn_holds_person(person_id)"
        )
    for table in CONTENTS:
        item_wall(schema_editor, f"entry_{table}")
    for table in ("consentrow", "consentconfirmation"):
        item_wall(schema_editor, f"entry_{table}", column="consent_id")
    for table in ("referralstep", "agendaitem", "queueentry"):
        item_wall(schema_editor, f"entry_{table}", column="referral_id")
    install_wall(
        schema_editor, "entry_filedmark", read=f"({OWN_PARTY} AND samsyn_reads_item(item_id))", write=OWN_PARTY
    )


def _case_walls(schema_editor: object) -> None:
    """Assignments and disclosures are seen by who works with the case; a case's number by who reads anything in it.

    A person's sort key stands on an assignment only while its party may know the person
    (`writing.keep_sort_keys`). Parties that share with each other see who works with the case there.
    """
    sharing = (
        "EXISTS (SELECT 1 FROM entry_disclosure d WHERE d.case_id = entry_caseassignment.case_id"
        f" AND {LIVE} AND ((d.by_party_id = entry_caseassignment.party_id AND d.to_party_id = {SQL_PARTY})"
        f" OR (d.to_party_id = entry_caseassignment.party_id AND d.by_party_id = {SQL_PARTY})))"
    )
    works, sides = "samsyn_assigned(case_id)", f"(to_party_id = {SQL_PARTY} OR by_party_id = {SQL_PARTY})"
    ours = f"({OWN_ROW} OR ({works} AND ({OWN_PARTY} OR {sharing})))"
    given = (
        f"EXISTS (SELECT 1 FROM entry_disclosure d WHERE d.item_id = entry_item.id AND d.to_party_id = {SQL_PARTY}"
        f" AND {LIVE})"
    )
    for table, read, write in (
        ("entry_caseassignment", ours, OWN_PARTY),
        ("entry_disclosure", f"({works} AND {sides})", f"by_party_id = {SQL_PARTY}"),
        ("entry_standingdisclosure", f"({works} AND {OWN_HOLDING})", OWN_HOLDING),
        ("entry_item", f"({works} AND ({OWN_HOLDING} OR {given}))", OWN_HOLDING),
        ("entry_case", "samsyn_reads_case(id)", f"opened_by_id = {SQL_PARTY}"),
    ):
        install_wall(schema_editor, table, read=read, write=write)


def protection_wall(schema_editor: object) -> None:
    """Only the party that holds the person knows when and why protection changed."""
    held = "samsyn_holds_person(person_id)"
    install_wall(
        schema_editor, "entry_protectionstep", read=f"(samsyn_knows_person(person_id) AND {held})", write=held
    )
