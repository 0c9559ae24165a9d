from collections import defaultdict
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.models.audit import AuditEvent
from mentoring.models.feedback import Feedback
from mentoring.models.follow_up import FollowUp
from mentoring.models.mail import OutgoingMail
from mentoring.models.meeting import MEETINGS, TASKS, Meeting
from mentoring.models.mentor import Mentor
from mentoring.models.signup import MentoringSignup, WrongStateError, new_reference
from mentoring.models.tally import Tally
from mentoring.models.token import SignupToken

Actor = AuditEvent.Actor
Event = AuditEvent.Kind
Kind = OutgoingMail.Kind


class NotPossibleError(Exception):
    """These two cannot be brought together (now). The text says why."""


class MatchQuerySet(models.QuerySet):
    def open(self):
        """Matches that take a place with their mentor."""
        return self.filter(state__in=Match.OPEN_STATES)

    def shown_to_mentors(self):
        """Matches that a mentor finds on the own page: those that did not end early, newest first."""
        return self.exclude(state=Match.State.ENDED).order_by("-created_at")

    def unanswered(self):
        """Proposals that one of the two has not answered in time."""
        since = timezone.now() - timedelta(days=settings.MENTORING_PROPOSAL_DAYS)
        return self.filter(state=Match.State.PROPOSED, state_since__lte=since)

    def unanswered_for_long(self):
        """Proposals that wait for an answer for more than half of the time."""
        since = timezone.now() - timedelta(days=settings.MENTORING_PROPOSAL_DAYS) / 2
        return self.filter(state=Match.State.PROPOSED, state_since__lte=since)

    def with_progress(self):
        """Annotate how many meetings and tasks were held, and the day of the last of them."""
        held = Q(meetings__state=Meeting.State.HELD)
        return self.annotate(
            held_meetings=Count("meetings", held & Q(meetings__kind=Meeting.Kind.MEETING)),
            held_tasks=Count("meetings", held & Q(meetings__kind=Meeting.Kind.TASK)),
            last_held=Max("meetings__day", filter=held),
        )

    def ready_to_complete(self):
        """Matches that run and held all that a match is to have, with `last_held`, a day."""
        running = self.filter(state=Match.State.ACTIVE).with_progress()
        return running.filter(held_meetings__gte=MEETINGS, held_tasks__gte=TASKS)

    def to_begin(self):
        """Matches that run, and whose first meeting nobody has planned; not those that are silent already."""
        silence = timezone.now() - timedelta(days=settings.MENTORING_SILENCE_DAYS)
        planned = Meeting.objects.exclude(state=Meeting.State.CANCELLED).filter(match=OuterRef("pk"))
        return self.filter(state=Match.State.ACTIVE, state_since__gt=silence).exclude(Exists(planned))

    def open_first(self):
        """What is open, the longest in its state first, then the rest, the newest first."""
        is_open = Q(state__in=Match.OPEN_STATES)
        return self.annotate(
            rank=Case(When(is_open, then=0), default=1),
            waits=Case(When(is_open, then=F("state_since"))),
        ).order_by("rank", "waits", "-state_since")

    def stalled(self):
        """Matches that nobody moves on, for too long: without an agreement, in a pause, or silent although warned."""
        since = timezone.now() - timedelta(days=settings.MENTORING_STALLED_DAYS)
        waiting = self.filter(state__in=(Match.State.ACCEPTED, Match.State.PAUSED), state_since__lte=since)
        told = timezone.now() - time_to_be_heard()
        return waiting | self._silent_for(settings.MENTORING_SILENT_END_DAYS).filter(silence_told_at__lte=told)

    def to_be_reminded(self):
        """Matches that run and have a meeting soon of which nobody was reminded."""
        near = Meeting.objects.to_be_reminded().filter(match=OuterRef("pk"))
        return self.filter(Exists(near), state=Match.State.ACTIVE)

    def silent(self):
        """Matches that run and were silent for so long that the coordination inquires; with `last_held`, a day."""
        held = Meeting.objects.filter(match=OuterRef("pk"), state=Meeting.State.HELD).order_by("-day")
        return self._silent_for(settings.MENTORING_SILENCE_DAYS).annotate(last_held=Subquery(held.values("day")[:1]))

    def to_be_warned(self):
        """Matches that will end if nothing is heard of them, and were not told so."""
        return self._silent_for(settings.MENTORING_SILENT_END_REMINDER_DAYS).filter(silence_told_at=None)

    def _silent_for(self, days):
        """Matches that run, of which for so many days no meeting was held, none is planned, and nobody heard."""
        silence = timedelta(days=days)
        # A day is counted as such: 30 times 24 hours may end on another one, when the clocks have changed.
        since = timezone.localdate() - silence
        signs = Meeting.objects.exclude(state=Meeting.State.CANCELLED).filter(day__gt=since)
        now = timezone.now()
        running = self.filter(state=Match.State.ACTIVE, state_since__lte=now - silence)
        unheard = running.exclude(heard_at__gt=now - silence)
        return unheard.exclude(Exists(signs.filter(match=OuterRef("pk"))))

    def uncleared(self):
        """Matches that may not go on, since their mentor's clearance has ended."""
        return self.filter(state__in=Match.RUNNING_STATES).exclude(mentor__in=Mentor.objects.cleared())

    def past_ends(self, signups):
        """Return how the matches of these signups ended that did: lists of ends, by the keys of signup and mentor."""
        ends = defaultdict(list)
        ended = self.filter(state=Match.State.ENDED, signup__in=signups).order_by("state_since")
        for signup, mentor, end in ended.values_list("signup", "mentor", "end"):
            ends[signup, mentor].append(end)
        return dict(ends)

    @transaction.atomic
    def propose(self, signup, mentor, user):
        """Bring a youth and a mentor together, and ask both. Raise NotPossibleError if that cannot be."""
        mentor.lock()
        signup.lock()
        if signup.state != MentoringSignup.State.ELIGIBLE:
            raise NotPossibleError(_("Für diese Anmeldung wird gerade niemand gesucht."))
        if mentor.state != Mentor.State.ACTIVE:
            raise NotPossibleError(_("Diese Person begleitet zurzeit niemanden."))
        if mentor.valid_clearance is None:
            raise NotPossibleError(_("Das Führungszeugnis dieser Person gilt nicht mehr."))
        if mentor.free_places < 1:
            raise NotPossibleError(_("Bei dieser Person ist kein Platz mehr frei."))
        if self.filter(signup=signup, mentor=mentor, end__in=Match.REFUSALS).exists():
            raise NotPossibleError(_("Einer der beiden hat zu diesem Vorschlag schon Nein gesagt."))
        match = self.create(signup=signup, mentor=mentor, needs_agreement=signup.needs_agreement)
        signup.follow(MentoringSignup.State.PROPOSED, Actor.COORDINATION, user=user)
        match.owe_mails(Kind.PROPOSAL, Kind.MENTOR_PROPOSAL)
        match.record(Event.PROPOSED, Actor.COORDINATION, user=user)
        return match


class Match(models.Model):
    """A youth and a mentor, from the proposal to the end.

    State changes are methods that lock the mentor, then the signup, then the match, and write an audit event. What a
    mistake in them could break, constraints and triggers keep (`mentoring.triggers`).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("vorgeschlagen")
        ACCEPTED = "accepted", _("beide einverstanden, Vereinbarung fehlt")
        ACTIVE = "active", _("läuft")
        PAUSED = "paused", _("pausiert")
        COMPLETED = "completed", _("abgeschlossen")
        ENDED = "ended", _("beendet")

    End = AuditEvent.End

    RUNNING_STATES = (State.PROPOSED, State.ACCEPTED, State.ACTIVE)
    OPEN_STATES = (*RUNNING_STATES, State.PAUSED)
    # Those in which the two know each other's first name.
    ACQUAINTED_STATES = (State.ACTIVE, State.PAUSED, State.COMPLETED)
    # Ends after which the same two are not brought together again.
    REFUSALS = frozenset((End.DECLINED, End.YOUTH, End.MENTOR, End.PROTECTION))

    reference = models.CharField(_("Nummer"), max_length=20, unique=True, default=new_reference)
    signup = models.ForeignKey("mentoring.MentoringSignup", models.CASCADE, related_name="matches")
    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, related_name="matches")
    state = models.CharField(_("Stand"), max_length=20, choices=State, default=State.PROPOSED)
    state_since = models.DateTimeField(_("Seit"), default=timezone.now)
    created_at = models.DateTimeField(_("Vorgeschlagen"), default=timezone.now)
    signup_accepted_at = models.DateTimeField(null=True)
    mentor_accepted_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(_("Begonnen"), null=True)
    needs_agreement = models.BooleanField()
    agreement_noted_on = models.DateField(_("Vereinbarung liegt vor seit"), null=True)
    agreement_checker = models.CharField(_("Geprüft von"), max_length=150, blank=True)
    # When the coordination last asked and heard that it goes on, and when both were told that silence will end it.
    heard_at = models.DateTimeField(null=True)
    silence_told_at = models.DateTimeField(null=True)
    end = models.CharField(_("Ende"), max_length=20, choices=End, blank=True)
    ended_by = models.CharField(max_length=20, choices=Actor, blank=True)

    objects = MatchQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Tandem")
        verbose_name_plural = _("Tandems")
        indexes = [models.Index(fields=["state", "state_since"], name="match_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["signup"],
                condition=Q(state__in=("proposed", "accepted", "active", "paused")),
                name="one_open_match_per_signup",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "ended"))
                | Q(signup_accepted_at__isnull=False, mentor_accepted_at__isnull=False),
                name="match_accepted_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "accepted", "ended"))
                | Q(needs_agreement=False)
                | (Q(agreement_noted_on__isnull=False) & ~Q(agreement_checker="")),
                name="match_agreement_noted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "accepted"), began_at=None)
                | Q(state__in=("active", "paused", "completed"), began_at__isnull=False)
                | Q(state="ended"),
                name="match_began",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended") & ~Q(end="")) | (~Q(state="ended") & Q(end="")), name="match_end_has_reason"
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_acquainted(self):
        """Whether the two may read each other's first name."""
        return self.state in self.ACQUAINTED_STATES

    @property
    def lacks_agreement(self):
        """Whether both said yes, and what is missing is the agreement."""
        return self.state == self.State.ACCEPTED and self.needs_agreement

    @property
    def is_open(self):
        return self.state in self.OPEN_STATES

    @property
    def last_sign(self):
        """When a match of `silent()` was last known to be alive: a meeting, a word, or its last change of state."""
        signs = [self.state_since]
        if self.heard_at:
            signs.append(self.heard_at)
        if self.last_held:
            signs.append(timezone.make_aware(datetime.combine(self.last_held, time.min)))
        return max(signs)

    @property
    def ends_on(self):
        """The day on which a match ends that is silent and was told so; None for others."""
        return self.silence_told_at and timezone.localdate(self.silence_told_at + time_to_be_heard())

    @property
    def plan(self):
        """The meetings and the task that were not cancelled, in the order of their days."""
        return self.meetings.exclude(state=Meeting.State.CANCELLED).order_by("day", "pk")

    @property
    def progress(self):
        """Return how many meetings and tasks were held, and how many there are to be at least."""
        held = list(self.meetings.filter(state=Meeting.State.HELD).values_list("kind", flat=True))
        return {
            "meetings": held.count(Meeting.Kind.MEETING),
            "tasks": held.count(Meeting.Kind.TASK),
            "all_meetings": MEETINGS,
            "all_tasks": TASKS,
        }

    @property
    def is_ready(self):
        """Whether all meetings and the task were held that a match is to have."""
        progress = self.progress
        return progress["meetings"] >= MEETINGS and progress["tasks"] >= TASKS

    @property
    def has_certificate(self):
        """Whether there is something to certify: a match that was completed, with a meeting."""
        return self.state == self.State.COMPLETED and self.progress["meetings"] > 0

    @transaction.atomic
    def plan_meeting(self, **values):
        """Add a meeting or the task to a match that runs; `values` are fields of Meeting."""
        self.lock()
        self._expect(self.State.ACTIVE)
        self._is_heard_of()
        meeting = self.meetings.create(**values)
        # Of one that is near both are reminded within the minute.
        if meeting.is_to_come and not meeting.is_near:
            meeting.is_announced = True
            meeting.save()
            self._owe_to_signup(Kind.MEETING_PLANNED, meeting)
        return meeting

    @transaction.atomic
    def move_meeting(self, pk, **values):
        """Plan a meeting anew; DoesNotExist if this match plans none of that number. Who was told of it is told."""
        self.lock()
        self._expect(self.State.ACTIVE)
        meeting = self.meetings.planned().get(pk=pk)
        self._is_heard_of()
        for name, value in values.items():
            setattr(meeting, name, value)
        meeting.sequence += 1
        self._tell_of_change(meeting)

    @transaction.atomic
    def note_meeting(self, pk, state, note=""):
        """Note that a planned meeting was held or cancelled; DoesNotExist if this match plans none of that number."""
        self.lock()
        meeting = self.meetings.planned().get(pk=pk)
        if state == Meeting.State.HELD and not meeting.may_have_been_held:
            raise WrongStateError
        self._is_heard_of()
        meeting.note = note
        if state == Meeting.State.CANCELLED:
            self._cancel(meeting)
        else:
            meeting.state = state
            meeting.save()
            # What is not sent yet would speak of it as to come.
            meeting.mails.pending().delete()
            self.owe_mails(Kind.FEEDBACK, Kind.MENTOR_FEEDBACK, meeting)

    @transaction.atomic
    def reopen_meeting(self, pk):
        """Take back that a meeting was held, noted by mistake; DoesNotExist if this match has no such meeting."""
        self.lock()
        self._expect(self.State.ACTIVE, self.State.PAUSED)
        meeting = self.meetings.filter(state=Meeting.State.HELD).get(pk=pk)
        meeting.state = Meeting.State.PLANNED
        meeting.save()
        meeting.mails.pending().delete()

    @transaction.atomic
    def call_off(self, pk):
        """Cancel a meeting to come at the youth's wish, and tell both; DoesNotExist if there is none."""
        self.lock()
        self._expect(self.State.ACTIVE)
        meeting = self.meetings.to_come().get(pk=pk)
        meeting.is_announced = True
        self._cancel(meeting)

    @transaction.atomic
    def take_feedback(self, meeting, person, **answers):
        """Store how the signup or the mentor found a meeting; the first answer counts."""
        self.lock()
        side = Feedback.side_of(person)
        if Feedback.objects.get_or_create(meeting=meeting, side=side, defaults=answers)[1]:
            self.record(Event.FEEDBACK, Actor(side))

    @transaction.atomic
    def settle_talk(self, pk, user):
        """Note that the coordination has talked with who called for it; DoesNotExist if nobody did."""
        self.lock()
        feedback = Feedback.objects.calling_for_a_talk().get(pk=pk, meeting__match=self)
        feedback.settled_at = timezone.now()
        feedback.save()
        self.record(Event.TALKED, Actor.COORDINATION, user=user)

    @property
    def feedback(self):
        return Feedback.objects.filter(meeting__match=self).select_related("meeting").order_by("meeting__day", "pk")

    @transaction.atomic
    def remind(self):
        """Remind both of the meetings that are near."""
        self.lock()
        self._expect(self.State.ACTIVE)
        for meeting in self.meetings.to_be_reminded():
            meeting.told_day = meeting.day
            meeting.save()
            self.owe_mails(Kind.MEETING_REMINDER, Kind.MENTOR_MEETING_REMINDER, meeting)
        self.record(Event.REMINDED, Actor.CLOCK)

    @transaction.atomic
    def warn(self):
        """Tell both that the match ends if nothing is heard of it."""
        self.lock()
        self._expect(self.State.ACTIVE)
        self.silence_told_at = timezone.now()
        self.save()
        self.owe_mails(Kind.SILENT, Kind.MENTOR_SILENT, lifetime=time_to_be_heard())
        self.record(Event.REMINDED, Actor.CLOCK)

    @transaction.atomic
    def hear(self, user):
        """Note that the coordination asked, and that they go on."""
        self.lock()
        self._expect(self.State.ACTIVE)
        self.heard_at = timezone.now()
        self._is_heard_of()
        self.save()
        self.record(Event.HEARD, Actor.COORDINATION, user=user)

    def was_declined_by(self, person):
        """Whether this side said no to the proposal."""
        return self.end == self.End.DECLINED and self.ended_by == Feedback.side_of(person)

    def accepted_at(self, person):
        """When this side said yes, None if it has not."""
        return self.signup_accepted_at if person == self.signup else self.mentor_accepted_at

    def decide(self, person, decision, meeting=0):
        """Do what the signup or the mentor chose on a page, perhaps about the meeting of this number.

        Anything else does nothing.
        """
        is_youth = person == self.signup
        match decision:
            case "accept":
                self.accept(person)
            case "decline":
                self.decline(person)
            case "end" if self.state in (self.State.ACTIVE, self.State.PAUSED):
                reason, actor = (self.End.YOUTH, Actor.YOUTH) if is_youth else (self.End.MENTOR, Actor.MENTOR)
                self.break_off(reason, actor)
            case "follow_up" if is_youth:
                FollowUp.objects.agree(self.signup)
            case "call_off" if is_youth and meeting:
                self.call_off(meeting)
            case "search_again" if is_youth:
                self.signup.search_again()

    @transaction.atomic
    def accept(self, person):
        """Note that the signup or the mentor says yes; the second yes makes the match."""
        self.lock()
        if self.state != self.State.PROPOSED or self.accepted_at(person):
            raise WrongStateError
        is_youth = person == self.signup
        if is_youth:
            self.signup_accepted_at = timezone.now()
        else:
            self.mentor_accepted_at = timezone.now()
        self.save()
        actor = Actor.YOUTH if is_youth else Actor.MENTOR
        self.record(Event.ACCEPTED_BY_ONE, actor)
        if self.signup_accepted_at and self.mentor_accepted_at:
            self._move_to(self.State.ACCEPTED, actor)
            if self.needs_agreement:
                # The youth's page leads to the agreement for as long as it may still come.
                self.owe_mails(
                    Kind.ACCEPTED, Kind.MENTOR_ACCEPTED, lifetime=timedelta(days=settings.MENTORING_STALLED_DAYS)
                )
                self.signup.tell_guardian(Kind.GUARDIAN_AGREEMENT)
            else:
                self._start(actor)

    @transaction.atomic
    def decline(self, person):
        """Say no on behalf of the signup or the mentor: the youth waits for another proposal."""
        self._give_back(self.End.DECLINED, Actor.YOUTH if person == self.signup else Actor.MENTOR)

    def expire(self):
        """Take back a proposal that was not answered in time."""
        self._give_back(self.End.UNANSWERED, Actor.CLOCK)

    @transaction.atomic
    def give_up(self):
        """End what nobody moves on. Without an agreement the youth is given back to the search."""
        self.lock()
        self._expect(self.State.ACCEPTED, self.State.ACTIVE, self.State.PAUSED)
        if self.state == self.State.ACCEPTED:
            self._give_back(self.End.STALLED, Actor.CLOCK)
        else:
            self.break_off(self.End.STALLED, Actor.CLOCK)

    @transaction.atomic
    def note_agreement(self, user, day):
        """Note that the agreement, signed by a guardian, was checked; it stays on paper. The match begins."""
        self.lock()
        if self.state != self.State.ACCEPTED or not self.needs_agreement:
            raise WrongStateError
        self.agreement_noted_on, self.agreement_checker = day, user.get_username()
        self.record(Event.AGREEMENT_NOTED, Actor.COORDINATION, user=user)
        self._start(Actor.COORDINATION, user)

    @transaction.atomic
    def pause(self, actor=Actor.COORDINATION, user=None):
        self.lock()
        self._expect(self.State.ACTIVE)
        self._pause(actor, user)

    @transaction.atomic
    def resume(self, user):
        self.lock()
        self._expect(self.State.PAUSED)
        if self.mentor.valid_clearance is None:
            raise NotPossibleError(_("Das Führungszeugnis dieser Person gilt nicht mehr."))
        if self.mentor.state == Mentor.State.BLOCKED:
            raise NotPossibleError(_("Diese Person ist gesperrt."))
        self._move_to(self.State.ACTIVE, Actor.COORDINATION, user)
        self.owe_mails(Kind.RESUMED, Kind.MENTOR_RESUMED)

    @transaction.atomic
    def complete(self, user, early=""):
        """Complete a match; with fewer meetings than it was to have only for a reason, one of AuditEvent.Early."""
        self.lock()
        self._expect(self.State.ACTIVE, self.State.PAUSED)
        if self.is_ready:
            early = ""
        elif early not in AuditEvent.Early:
            raise NotPossibleError(_("Es fehlen noch Treffen oder die Aufgabe."))
        self._move_to(self.State.COMPLETED, Actor.COORDINATION, user, detail=early)
        self.owe_mails(Kind.COMPLETED, Kind.MENTOR_COMPLETED)
        self.signup.tell_guardian(Kind.GUARDIAN_ENDED)

    @transaction.atomic
    def withdraw(self, user):
        """Take back a proposal on behalf of the coordination."""
        self.lock()
        self._expect(self.State.PROPOSED)
        self._give_back(self.End.COORDINATION, Actor.COORDINATION, user)

    @transaction.atomic
    def break_off(self, reason, actor=Actor.COORDINATION, user=None):
        """End an open match before it is completed; a mere proposal gives the youth back to the search.

        A hint about child protection blocks the mentor as well.
        """
        self.lock()
        self._expect(*self.OPEN_STATES)
        if reason == self.End.PROTECTION:
            self.mentor.hold_open_matches()
        if self.state == self.State.PROPOSED:
            self._give_back(reason, actor, user)
        else:
            self.end, self.ended_by = reason, actor
            self._move_to(self.State.ENDED, actor, user)
        if reason == self.End.PROTECTION:
            self.mentor.block(user)

    def suspend(self):
        """Stop a match whose mentor has no valid clearance any more."""
        self.stop(self.End.CLEARANCE, Actor.CLOCK)

    @transaction.atomic
    def stop(self, reason, actor, user=None):
        """Pause what runs; for what has not begun, give the youth back to the search."""
        self.lock()
        if self.state == self.State.ACTIVE:
            self._pause(actor, user)
        elif self.state != self.State.PAUSED:
            self._give_back(reason, actor, user)

    def record(self, kind, actor, **more):
        AuditEvent.objects.record(kind, self.reference, actor=actor, **more)

    def owe_mails(self, to_signup, to_mentor, meeting=None, lifetime=None):
        """Queue a mail about this match, or a meeting of it, to each of the two; `lifetime` is that of its link."""
        for person, kind in ((self.signup, to_signup), (self.mentor, to_mentor)):
            self._owe_mail(person, kind, meeting, lifetime)

    def _owe_to_signup(self, kind, meeting=None):
        self._owe_mail(self.signup, kind, meeting)

    def _owe_mail(self, person, kind, meeting=None, lifetime=None):
        lifetime = lifetime or timedelta(days=settings.MENTORING_PROPOSAL_DAYS)
        token = SignupToken.issue(person, OutgoingMail.PURPOSES[kind], lifetime, match=self)
        OutgoingMail.objects.queue(person, kind, token, match=self, meeting=meeting)

    @transaction.atomic
    def _give_back(self, reason, actor, user=None):
        self.lock()
        self._expect(self.State.PROPOSED, self.State.ACCEPTED)
        self.end, self.ended_by = reason, actor
        self.state, self.state_since = self.State.ENDED, timezone.now()
        self.save()
        self.signup.follow(MentoringSignup.State.ELIGIBLE, actor, user=user)
        self._tell_of_the_end(actor)
        self.record(Event.ENDED, actor, detail=reason, user=user)

    def _pause(self, actor, user=None):
        self._move_to(self.State.PAUSED, actor, user)
        self.owe_mails(Kind.PAUSED, Kind.MENTOR_PAUSED)

    def _start(self, actor, user=None):
        for slug in self.signup.career_fields.values_list("slug", flat=True):
            Tally.objects.count_one("field", slug)
        self.began_at = timezone.now()
        self._move_to(self.State.ACTIVE, actor, user)
        self.owe_mails(Kind.MATCHED, Kind.MENTOR_MATCHED)
        self.signup.tell_guardian(Kind.GUARDIAN_MATCHED)

    def _move_to(self, state, actor, user=None, detail=""):
        """Store the new state, and have the signup follow."""
        self.state, self.state_since = state, timezone.now()
        self._is_heard_of()
        self.save()
        self.signup.follow(MentoringSignup.State(state), actor, user=user)
        if state not in self.RUNNING_STATES:
            for meeting in self.meetings.to_come():
                self._cancel(meeting)
        if state == self.State.ENDED:
            self._tell_of_the_end(actor)
        self.record(state, actor, detail=detail or self.end, user=user)

    def _tell_of_the_end(self, actor):
        """Owe a mail to whom it comes from elsewhere."""
        if actor != Actor.YOUTH:
            self.signup.owe_mail(Kind.MATCH_ENDED, match=self)
        if self.began_at:
            self.signup.tell_guardian(Kind.GUARDIAN_ENDED)
        # Who is blocked is told so.
        if actor != Actor.MENTOR and self.end != self.End.PROTECTION:
            self.mentor.owe_mail(self.mentor_end_mail, match=self)

    @property
    def mentor_end_mail(self):
        """The kind of mail that tells the mentor of the end."""
        return Kind.MENTOR_MATCH_ENDED if self.began_at else Kind.MENTOR_PROPOSAL_ENDED

    def _is_heard_of(self):
        """Take back that silence will end the match."""
        if self.silence_told_at:
            self.silence_told_at = None
            self.save(update_fields=["silence_told_at"])
            # What is not sent yet would say that it ends.
            self.mails.pending().filter(kind__in=(Kind.SILENT, Kind.MENTOR_SILENT)).delete()

    def _cancel(self, meeting):
        meeting.state = Meeting.State.CANCELLED
        meeting.sequence += 1
        self._tell_of_change(meeting)

    def _tell_of_change(self, meeting):
        """Store a meeting that was moved or cancelled, and tell those of it who have it in a calendar."""
        is_told = meeting.told_day is not None or meeting.is_announced
        if is_told and meeting.is_near:
            meeting.told_day = meeting.day
        meeting.save()
        if is_told:
            # What is not sent yet would tell how it was.
            meeting.mails.pending().delete()
            self.owe_mails(Kind.MEETING_CHANGED, Kind.MENTOR_MEETING_CHANGED, meeting)

    def _expect(self, *states):
        if self.state not in states:
            raise WrongStateError

    def lock(self):
        """Read all three rows again and hold them; DoesNotExist when one was erased."""
        self.mentor.lock()
        self.signup.lock()
        mentor, signup = self.mentor, self.signup
        self.refresh_from_db(from_queryset=Match.objects.select_for_update())
        self.mentor, self.signup = mentor, signup


def time_to_be_heard():
    """How long a silent match goes on after both were told."""
    return timedelta(days=settings.MENTORING_SILENT_END_DAYS - settings.MENTORING_SILENT_END_REMINDER_DAYS)
