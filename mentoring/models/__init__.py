from mentoring.models.audit import AuditChain, AuditEvent
from mentoring.models.clearance import Clearance
from mentoring.models.feedback import Feedback
from mentoring.models.follow_up import FollowUp
from mentoring.models.guardian_text import GuardianText
from mentoring.models.mail import OutgoingMail
from mentoring.models.match import Match
from mentoring.models.matching import MatchingWeights, MatchingWish
from mentoring.models.meeting import Meeting
from mentoring.models.mentor import Mentor
from mentoring.models.records import IdempotencyRecord, SpentProof, Tombstone
from mentoring.models.signup import MentoringSignup
from mentoring.models.tally import Tally
from mentoring.models.token import SignupToken
from mentoring.models.visit import Visit

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Clearance",
    "Feedback",
    "FollowUp",
    "GuardianText",
    "IdempotencyRecord",
    "Match",
    "MatchingWeights",
    "MatchingWish",
    "Meeting",
    "Mentor",
    "MentoringSignup",
    "OutgoingMail",
    "SignupToken",
    "SpentProof",
    "Tally",
    "Tombstone",
    "Visit",
]
