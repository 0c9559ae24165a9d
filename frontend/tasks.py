from functools import partial

from django.db import transaction
from django.dispatch import receiver
from django_tasks import task
from wagtail.signals import page_published, page_unpublished

from frontend import package, share_cards


@receiver([page_published, page_unpublished])
def build_package_soon(**kwargs):
    """The clock would do it too, up to half a minute later."""
    transaction.on_commit(build_package.enqueue, robust=True)


@receiver(page_unpublished)
def remove_share_card(instance, **kwargs):
    """A page's card shows its words, and may show a person."""
    transaction.on_commit(partial(share_cards.remove, instance.pk), robust=True)


@task()
def build_package():
    package.build()
