from django_tasks import task

from mentoring.models import OutgoingMail


# Someone waits for this mail; the search index that an import fills can wait.
@task(priority=50)
def deliver_mail(pk):
    OutgoingMail.objects.deliver(pk)
