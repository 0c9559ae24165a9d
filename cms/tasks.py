from functools import partial

from django.db import transaction
from django.dispatch import receiver
from django_tasks import task
from wagtail.models import Page
from wagtail.signals import page_published


@receiver(page_published)
def prepare_renditions_of_published(instance, **kwargs):
    if hasattr(instance, "lead_image"):
        transaction.on_commit(partial(prepare_renditions.enqueue, instance.pk), robust=True)


@task()
def prepare_renditions(page_id):
    """Render a page and those that show its card, so that no visitor waits for their pictures to be made."""
    page = Page.objects.filter(pk=page_id, live=True).first()
    if page:
        for shown_on in (page, *page.get_ancestors().filter(depth__gt=1, live=True)):
            shown_on.specific.make_preview_request()
