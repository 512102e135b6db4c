from django.db import models

from cabinet.cases.models import Case


class Enquiry(models.Model):
    """A message to the grid company that is about no application: a question, a complaint, a request."""

    class Topic(models.TextChoices):
        MESSAGE = "message", "Сообщение"
        CONSULTATION = "consultation", "Консультация"
        COMPLAINT = "complaint", "Жалоба"

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="enquiry")
    topic = models.CharField("тема", max_length=20, choices=Topic, default=Topic.MESSAGE)
    text = models.TextField("текст черновика", blank=True)  # becomes an entry of the feed when it is sent

    class Meta:
        verbose_name = "сообщение сетевой организации"
        verbose_name_plural = "сообщения сетевой организации"

    def __str__(self) -> str:
        return self.get_topic_display()
