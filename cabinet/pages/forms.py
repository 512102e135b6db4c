from ui import forms

LIMIT = 20_000  # characters of HTML


class TextForm(forms.Form):
    text = forms.CharField(label="Текст", widget=forms.Textarea, required=False, optional="", max_length=LIMIT)
