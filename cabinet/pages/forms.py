from typing import Any

from accounts.forms.versions import FIELD, Versioned
from accounts.versions import version_of
from ui import forms, html

from .models import Slot

LIMIT = 20_000  # characters of HTML


class TextForm(Versioned, forms.Form):
    """One of the texts. All of them stand in one form of the page, each under its own prefix."""

    long_fields = ("text",)

    text = forms.CharField(label="Текст", widget=forms.Textarea, required=False, optional="", max_length=LIMIT)

    def __init__(self, data: Any = None, *, slot: Slot, saved: str) -> None:
        super().__init__(data, initial={"text": saved}, prefix=slot.value)
        self.remember({"text": saved})
        self.slot = slot
        self.saved = saved

    @property
    def is_edited(self) -> bool:
        """Has the editor another text than the one it was opened with?"""
        seen = self.data.get(self.add_prefix(FIELD), "")
        return self.is_bound and version_of({"text": self.typed}) != seen

    @property
    def is_unsaved(self) -> bool:
        """Is there something in the editor that is not on the site?"""
        return self.is_edited and self.typed != self.saved

    @property
    def typed(self) -> str:
        """As it would be saved: the script of the editor writes the same text in another way."""
        return html.clean(self["text"].value() or "")
