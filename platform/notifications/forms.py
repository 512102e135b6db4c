from notifications.models import OutboxMessage
from ui import forms


class SearchForm(forms.Form):
    mark_optional = False

    recipient = forms.CharField(label="Получатель", required=False, max_length=254, width=30)
    channel = forms.ChoiceField(label="Канал", choices=[("", "Все"), *OutboxMessage.Channel.choices], required=False)
