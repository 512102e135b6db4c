from django import forms


class BeginForm(forms.Form):
    """What a script states about a file before it sends the file."""

    name = forms.CharField(max_length=1000)  # cleaned and shortened by the service
    size = forms.IntegerField(min_value=0)
    purpose = forms.RegexField(r"^[a-z0-9:_-]+$", max_length=60)
    fingerprint = forms.CharField(max_length=64)
