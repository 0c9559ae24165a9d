import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mentoring import crypto


class SignupTokenQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))

    def find(self, token, purpose):
        """Return the valid record of a token from a link, with its signup; raise DoesNotExist without one."""
        tokens = self.valid().select_related("signup", "mentor", "follow_up", "match")
        return tokens.get(digest=crypto.plain_hash(token), purpose=purpose)


def held_by(person):
    """Return the field and value by which tokens and mails name the person they belong to."""
    return {HOLDERS[person._meta.model_name]: person}


HOLDERS = {"mentoringsignup": "signup", "mentor": "mentor", "followup": "follow_up"}
# A token or mail belongs to a signup, a mentor or a follow-up, never to two of them.
HAS_ONE_HOLDER = (
    Q(signup__isnull=False, mentor=None, follow_up=None)
    | Q(signup=None, mentor__isnull=False, follow_up=None)
    | Q(signup=None, mentor=None, follow_up__isnull=False)
)


class SignupToken(models.Model):
    """The right, held by whoever has the link, to do one thing with a youth's signup, a mentor's or a follow-up.

    Only the token's hash is stored. What a token still can do follows from the signup's state: a confirmation happens
    once, whichever link is used.
    """

    class Purpose(models.TextChoices):
        CONFIRM_EMAIL = "confirm_email"
        GUARDIAN_CONSENT = "guardian_consent"
        OWN_PAGE = "own_page"
        NEW_EMAIL = "new_email"
        CONFIRM_MENTOR = "confirm_mentor"
        MENTOR_PAGE = "mentor_page"
        MENTOR_NEW_EMAIL = "mentor_new_email"
        MATCH = "match"
        MENTOR_MATCH = "mentor_match"
        FOLLOW_UP = "follow_up"

    signup = models.ForeignKey("mentoring.MentoringSignup", models.CASCADE, null=True, related_name="tokens")
    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, null=True, related_name="tokens")
    follow_up = models.ForeignKey("mentoring.FollowUp", models.CASCADE, null=True, related_name="tokens")
    # What the link is about, where a person can have several.
    match = models.ForeignKey("mentoring.Match", models.CASCADE, null=True, related_name="tokens")
    purpose = models.CharField(max_length=20, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    objects = SignupTokenQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.CheckConstraint(condition=HAS_ONE_HOLDER, name="token_has_one_holder")]

    def __str__(self):
        return f"{self.purpose} {self.person}"

    @property
    def person(self):
        """The signup, the mentor or the follow-up the token belongs to."""
        return self.signup or self.mentor or self.follow_up

    @classmethod
    def issue(cls, person, purpose, lifetime: timedelta | None, match=None):
        """Store a new token of 256 random bits; return it in the form that goes into the link.

        Without a lifetime it ends with its person.
        """
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            **held_by(person),
            match=match,
            purpose=purpose,
            digest=crypto.plain_hash(token),
            expires_at=lifetime and timezone.now() + lifetime,
        )
        return token
