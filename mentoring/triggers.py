"""Rules of the database that no constraint can hold, since they look at several tables.

- A match cannot begin, be accepted or go on without a valid clearance of its mentor, and none of those that do can be
  left without one.
- Nor can it with a mentor who is blocked, and none is blocked while one of those runs.
- Under 18 a match says that it needs the signed agreement.
- An audit event is never changed, and deleted only when the checkpoint of the chain has passed it.

Migrations that rebuild a table on SQLite would lose triggers or stumble over them. So they are dropped before each
`migrate` and made anew after it.
"""

from django.db import connections

# States in which a mentor and a youth may meet, or are about to.
RUNNING = "'proposed', 'accepted', 'active'"

TRIGGERS = {
    "match_begins": ("mentoring_match", "INSERT"),
    "match_goes_on": ("mentoring_match", "UPDATE"),
    "mentor_changes": ("mentoring_mentor", "UPDATE"),
    "clearance_changes": ("mentoring_clearance", "UPDATE"),
    "clearance_goes": ("mentoring_clearance", "DELETE"),
    "audit_event_changes": ("mentoring_auditevent", "UPDATE"),
    "audit_event_goes": ("mentoring_auditevent", "DELETE"),
}

# In {today} the databases differ, in {mentor} the triggers.
IS_CLEARED = """EXISTS (SELECT 1 FROM mentoring_clearance c
    WHERE c.mentor_id = {mentor} AND c.is_cleared AND c.valid_until >= {today})"""
IS_RUNNING = f"NEW.state IN ({RUNNING})"
CHANGES = "(NEW.state <> OLD.state OR NEW.mentor_id <> OLD.mentor_id OR NEW.signup_id <> OLD.signup_id)"
LACKS_AGREEMENT = """NOT NEW.needs_agreement
    AND EXISTS (SELECT 1 FROM mentoring_mentoringsignup s WHERE s.id = NEW.signup_id AND s.age < 18)"""
IS_BLOCKED = "EXISTS (SELECT 1 FROM mentoring_mentor b WHERE b.id = NEW.mentor_id AND b.state = 'blocked')"
BLOCKS_RUNNING_MATCH = f"""NEW.state = 'blocked' AND OLD.state <> 'blocked'
    AND EXISTS (SELECT 1 FROM mentoring_match m WHERE m.mentor_id = NEW.id AND m.state IN ({RUNNING}))"""  # noqa: S608
LEAVES_MATCH_UNCLEARED = f"""EXISTS (SELECT 1 FROM mentoring_match m
    WHERE m.mentor_id = OLD.mentor_id AND m.state IN ({RUNNING}))"""  # noqa: S608 - no value comes from outside
IS_KEPT = "OLD.sequence > COALESCE((SELECT max(pruned_sequence) FROM mentoring_auditchain), 0)"

CLEARANCE_MISSING = "no match without valid clearance"
MENTOR_BLOCKED = "no match with a mentor who is blocked"
AGREEMENT_MISSING = "under 18 a match needs the agreement"
EVENT_CHANGED = "audit events are never changed"
EVENT_DELETED = "audit events are never deleted"


def conditions(today):
    """Return, by trigger, what must not be, with the message of the refusal."""
    uncleared = "NOT " + IS_CLEARED.format(mentor="NEW.mentor_id", today=today)
    left_uncleared = f"{LEAVES_MATCH_UNCLEARED} AND NOT {IS_CLEARED.format(mentor='OLD.mentor_id', today=today)}"
    return {
        "match_begins": [
            (f"{IS_RUNNING} AND {uncleared}", CLEARANCE_MISSING),
            (f"{IS_RUNNING} AND {IS_BLOCKED}", MENTOR_BLOCKED),
            (LACKS_AGREEMENT, AGREEMENT_MISSING),
        ],
        "match_goes_on": [
            (f"{IS_RUNNING} AND {CHANGES} AND {uncleared}", CLEARANCE_MISSING),
            (f"{IS_RUNNING} AND {CHANGES} AND {IS_BLOCKED}", MENTOR_BLOCKED),
            (LACKS_AGREEMENT, AGREEMENT_MISSING),
        ],
        "mentor_changes": [(BLOCKS_RUNNING_MATCH, MENTOR_BLOCKED)],
        "clearance_changes": [(left_uncleared, CLEARANCE_MISSING)],
        "clearance_goes": [(left_uncleared, CLEARANCE_MISSING)],
        "audit_event_changes": [("TRUE", EVENT_CHANGED)],
        "audit_event_goes": [(IS_KEPT, EVENT_DELETED)],
    }


def time_of(name):
    """When a trigger looks: before the row is written, but at the clearances that are left after that."""
    return "AFTER" if TRIGGERS[name][0] == "mentoring_clearance" else "BEFORE"


def sqlite_statements():
    for name, refusals in conditions("date('now')").items():
        table, event = TRIGGERS[name]
        checks = "".join(f" SELECT RAISE(ABORT, '{message}') WHERE {condition};" for condition, message in refusals)
        yield f"CREATE TRIGGER {name} {time_of(name)} {event} ON {table} BEGIN{checks} END"


def postgresql_statements():
    for name, refusals in conditions("CURRENT_DATE").items():
        table, event = TRIGGERS[name]
        checks = "".join(
            f" IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;"
            for condition, message in refusals
        )
        result = "NEW" if event != "DELETE" else "OLD"
        yield (
            f"CREATE FUNCTION mentoring_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN{checks} RETURN {result}; END $$"
        )
        yield (
            f"CREATE TRIGGER {name} {time_of(name)} {event} ON {table} FOR EACH ROW EXECUTE FUNCTION mentoring_{name}()"
        )


def drop(using="default", **kwargs):
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS mentoring_{name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def create(using="default", **kwargs):
    """Make all triggers anew, if their tables are there: a migration backwards may have taken them."""
    drop(using)
    connection = connections[using]
    if not {table for table, _ in TRIGGERS.values()} <= set(connection.introspection.table_names()):
        return
    statements = postgresql_statements() if connection.vendor == "postgresql" else sqlite_statements()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
