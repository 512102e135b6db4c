from ui import forms

from .channels import choices


class SearchForm(forms.Form):
    mark_optional = False

    recipient = forms.CharField(label="Получатель", required=False, max_length=254, width=30)
    channel = forms.ChoiceField(label="Канал", choices=lambda: [("", "Все"), *choices()], required=False)
