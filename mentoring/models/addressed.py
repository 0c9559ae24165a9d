from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from mentoring import crypto
from mentoring.fields import EncryptedTextField
from mentoring.models.audit import AuditEvent
from mentoring.models.errors import WrongStateError
from mentoring.models.mail import OutgoingMail
from mentoring.models.token import SignupToken


class AddressedQuerySet(models.QuerySet):
    def forget_unconfirmed_addresses(self):
        """Drop new addresses whose link has ended; return their number."""
        links = SignupToken.objects.valid().filter(purpose=self.model.new_address_purpose())
        return self.filter(new_email__isnull=False).exclude(tokens__in=links).update(new_email=None)


class Addressed(models.Model):
    """Somebody who may take another email address. It counts when the link that was sent there is used.

    Subclasses have `email` with a unique blind index, `lock()`, `owe_link()` and `owe_mail()`, their manager
    `with_email()`.
    """

    # Who acts, the mail that asks at a new address, and the one with the link to the own page.
    ACTOR: AuditEvent.Actor
    NEW_ADDRESS_MAIL: OutgoingMail.Kind
    LINK_MAIL: OutgoingMail.Kind
    # Links that went to somebody else's mailbox.
    PURPOSES_OF_OTHERS: tuple[SignupToken.Purpose, ...] = ()

    # Not confirmed yet
    new_email = EncryptedTextField(_("Neue E-Mail"), null=True)

    class Meta:
        abstract = True

    @classmethod
    def new_address_purpose(cls):
        return OutgoingMail.PURPOSES[cls.NEW_ADDRESS_MAIL]

    @transaction.atomic
    def ask_for_new_email(self, email):
        """Owe the mail that asks at a new address; if somebody else has it, the link to theirs. Both look alike."""
        self.lock()
        if other := type(self).objects.with_email(email).first():
            other.owe_link()
            return
        self.new_email = email
        self.save()
        self.tokens.filter(purpose=self.new_address_purpose()).delete()
        self.mails.pending().filter(kind=self.NEW_ADDRESS_MAIL).delete()
        self.owe_mail(self.NEW_ADDRESS_MAIL)

    @transaction.atomic
    def confirm_new_email(self):
        """Take the new address. Links that went to the old one end, since it may never have been theirs."""
        self.lock()
        if self.new_email is None or type(self).objects.with_email(self.new_email).exclude(pk=self.pk).exists():
            raise WrongStateError
        self.email, self.new_email = self.new_email, None
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError as error:  # somebody with this address was committed in between
            raise WrongStateError from error
        self._address_has_changed()
        self._end_links_to_old_mailbox()
        AuditEvent.objects.record(AuditEvent.Kind.EMAIL_CHANGED, self.reference, actor=self.ACTOR)
        self.owe_mail(self.LINK_MAIL)

    def _address_has_changed(self):
        """Do what else follows, before the audit is held."""

    def _end_links_to_old_mailbox(self):
        """Delete the links that were sent there. What is owed and was never tried goes to the new one."""
        owed = self.mails.pending().filter(attempts=0, token__isnull=False)
        kept = [crypto.plain_hash(mail.token) for mail in owed]
        elsewhere = (self.new_address_purpose(), *self.PURPOSES_OF_OTHERS)
        self.tokens.exclude(purpose__in=elsewhere).exclude(digest__in=kept).delete()
