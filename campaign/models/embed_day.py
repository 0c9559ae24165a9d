import ipaddress
import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A name of the domain name system. A name without a dot belongs to some local network, and would tell nothing.
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def host_of(referrer):
    """Return the host name in a Referer header, nothing else of it; "" for a network address, nonsense or none."""
    try:
        host = (urlsplit(referrer).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    if not HOST.fullmatch(host):
        return ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return ""


class EmbedDayQuerySet(models.QuerySet):
    def add_load(self, host, kind):
        """Count one load of an embed, today. Two at the same time are two: the database adds.

        Anybody can send any name, so only so many new ones are written down on one day. What comes after them is
        counted without a name; names known from an earlier day keep theirs.
        """
        day = timezone.localdate()
        if self.filter(host=host, kind=kind, day=day).update(loads=F("loads") + 1):
            return
        name = host if self.is_named(host, day) else ""
        row = EmbedDay(host=name, kind=kind, day=day, loads=0)
        self.bulk_create([row], ignore_conflicts=True)
        self.filter(host=name, kind=kind, day=day).update(loads=F("loads") + 1)

    def is_named(self, host, day):
        if not host or self.filter(host=host).exists():
            return True
        earlier = self.filter(host=OuterRef("host"), day__lt=day)
        new = self.filter(~Exists(earlier), day=day).exclude(host="").values("host").distinct()
        return new.count() < settings.EMBED_NEW_HOSTS_A_DAY

    def outdated(self):
        return self.filter(day__lt=timezone.localdate() - timedelta(days=settings.EMBED_DAYS_KEPT))


class EmbedDay(models.Model):
    """How often the pages of one kind were loaded on one day in the frames of one website. Nothing of who looked."""

    class Kind(models.TextChoices):
        CAREER_FIELD = "career_field", _("Berufsfeld")
        OCCUPATION = "occupation", _("Beruf")
        COMPANY = "company", _("Unternehmen")
        STORY = "story", _("Geschichte")
        EVENT = "event", _("Termin")
        INTEREST_CHECK = "interest_check", _("Interessencheck")
        OCCUPATIONS = "occupations", _("Liste der Berufe")
        COMPANIES = "companies", _("Liste der Unternehmen")
        STORIES = "stories", _("Liste der Geschichten")
        EVENTS = "events", _("Liste der Termine")

    host = models.CharField(_("Website"), max_length=253, blank=True)
    kind = models.CharField(_("Was"), max_length=20, choices=Kind)
    day = models.DateField(_("Tag"))
    loads = models.PositiveBigIntegerField(_("Aufrufe"), default=0)

    objects = EmbedDayQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "host", "kind"]
        verbose_name = _("Aufrufe eingebetteter Seiten")
        verbose_name_plural = _("Aufrufe eingebetteter Seiten")
        constraints = [models.UniqueConstraint(fields=["host", "kind", "day"], name="unique_embed_day")]
        indexes = [models.Index(fields=["day"], name="embed_day_day")]

    def __str__(self):
        return f"{self.host or _('ohne Namen')}, {self.get_kind_display()}, {self.day:%d.%m.%Y}"
