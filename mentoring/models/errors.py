class WrongStateError(Exception):
    """The state of a signup, a mentor, a match or whatever else does not allow this step, or no longer."""
