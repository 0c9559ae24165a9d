from tests.mentoring.conftest import _audit_events_can_be_flushed, places, signup, young_signup

__all__ = ["_audit_events_can_be_flushed", "places", "signup", "young_signup"]
