from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mentoring.models import AuditEvent
from mentoring.second_factor import events, rules


class Command(BaseCommand):
    help = "Takes the second factor of an account away, for who lost it, and logs the account out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        users = get_user_model().objects
        user = users.filter(**{users.model.USERNAME_FIELD: username}).first()
        if user is None:
            raise CommandError(f"Es gibt kein Konto {username}.")
        with transaction.atomic():
            rules.reset(user)
            events.record(AuditEvent.Kind.FACTOR_RESET, user, actor=AuditEvent.Actor.OPERATOR)
        self.stdout.write(f"{username} richtet bei der nächsten Anmeldung einen neuen zweiten Faktor ein.")
