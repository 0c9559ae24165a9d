"""Mails as text, made at the moment of sending."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, Engine
from django.urls import reverse

from cms.models import SiteSettings
from mentoring.calendar_files import calendar_file
from mentoring.models import GuardianText, Mentor, MentoringSignup, OutgoingMail, SignupToken

LINKS = {
    SignupToken.Purpose.CONFIRM_EMAIL: "mentoring-confirm",
    SignupToken.Purpose.GUARDIAN_CONSENT: "mentoring-consent",
    SignupToken.Purpose.OWN_PAGE: "mentoring-own",
    SignupToken.Purpose.NEW_EMAIL: "mentoring-new-email",
    SignupToken.Purpose.CONFIRM_MENTOR: "mentor-confirm",
    SignupToken.Purpose.MENTOR_PAGE: "mentor-own",
    SignupToken.Purpose.MENTOR_NEW_EMAIL: "mentor-new-email",
    SignupToken.Purpose.MATCH: "mentoring-match",
    SignupToken.Purpose.MENTOR_MATCH: "mentor-match",
    SignupToken.Purpose.FOLLOW_UP: "mentoring-follow-up",
}


def compose(mail: OutgoingMail) -> EmailMessage:
    """Return the message of a mail that is owed. Its template's first line is the subject."""
    site = SiteSettings.current()
    meeting = mail.meeting
    asks_for_feedback = mail.kind in OutgoingMail.FEEDBACK_KINDS
    link = settings.PUBLIC_URL + reverse(LINKS[mail.purpose], args=[mail.token]) if mail.purpose else ""
    if mail.kind == OutgoingMail.Kind.GUARDIAN_AGREEMENT:
        link += "vereinbarung/"
    if meeting and asks_for_feedback:
        link += f"treffen/{meeting.pk}/"
    context = {
        "signup": mail.signup,
        "mentor": mail.mentor,
        "follow_up": mail.follow_up,
        "follow_up_days": settings.MENTORING_FOLLOW_UP_DAYS,
        "match": mail.match,
        "meeting": meeting,
        "visit": mail.visit,
        "no_work_under": settings.MENTORING_NO_WORK_UNDER,
        "proposal_days": settings.MENTORING_PROPOSAL_DAYS,
        "stalled_days": settings.MENTORING_STALLED_DAYS,
        "closed_days": settings.MENTORING_CLOSED_DAYS,
        "site": site,
        "number": number_of(mail.person),
        "language_notes": GuardianText.objects.exclude(mail_note="").values_list("mail_note", flat=True),
        "link": link,
        "text": mail.text,
        "unconfirmed_days": settings.MENTORING_UNCONFIRMED_DAYS,
        "guardian_days": settings.MENTORING_GUARDIAN_DAYS,
        "renewal_days": settings.MENTORING_UNMATCHED_DAYS - settings.MENTORING_UNMATCHED_REMINDER_DAYS,
        "vetting_days": settings.MENTORING_MENTOR_VETTING_DAYS,
        "clearance_years": settings.MENTORING_CLEARANCE_YEARS,
        "own_page_hours": settings.MENTORING_OWN_PAGE_HOURS,
    }
    template = Engine.get_default().get_template(f"mentoring/mails/{mail.kind}.txt")
    text = template.render(Context(context, autoescape=False))
    subject, _, body = text.lstrip().partition("\n")
    return EmailMessage(
        subject.strip(),
        body.strip() + "\n",
        to=[mail.recipient],
        reply_to=[site.contact_email] if site.contact_email else None,
        attachments=[calendar_file(meeting, mail.created_at)] if meeting and not asks_for_feedback else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )


def number_of(person):
    """Return the number by which the coordination finds who answers a mail or calls; none of who it cannot see."""
    match person:
        case MentoringSignup() if person.state not in MentoringSignup.UNCONFIRMED_STATES:
            return person.reference
        case Mentor() if person.state != Mentor.State.APPLIED:
            return person.reference
    return ""
