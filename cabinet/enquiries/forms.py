from typing import Any

from ui import forms, html

from .models import Enquiry

LIMIT = 20_000  # characters of HTML


class DraftForm(forms.Form):
    remarks: dict[str, str]  # said quietly of answers that are half done

    topic = forms.ChoiceField(label="О чём", choices=Enquiry.Topic, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Сообщение", widget=forms.Textarea(attrs={"rows": 8}), required=False, optional="", max_length=LIMIT
    )


class SendForm(DraftForm):
    def clean_text(self) -> Any:
        text = self.cleaned_data["text"]
        if not html.clean(text):
            raise forms.ValidationError("Напишите сообщение")
        return text
