"""Going through the steps of an application as a browser without scripts does."""

import re
import uuid
from typing import Any

from django.test import Client

from cabinet.cases.models import Case
from tests import forms_sent, world
from tests.forms_sent import Sent


class Guided:
    """A draft begun by «Создать заявку …», and the client that writes it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        first = client.post("/applications/new/", {"key": str(uuid.uuid4())})["Location"]
        found = re.fullmatch(r"/applications/(\d+)/draft/(\w+)/", first)
        assert found, first
        self.pk, self.at = int(found[1]), first

    @property
    def case(self) -> Case:
        return Case.objects.select_related("application", "applicant").get(pk=self.pk)

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.case.application.given)

    @property
    def step(self) -> str:
        """The code of the step that one stands at."""
        return self.at.partition("?")[0].rstrip("/").rpartition("/")[2]

    def address(self, step: str) -> str:
        return f"/applications/{self.pk}/draft/{step}/"

    def open(self, step: str = "") -> Any:
        if step:
            self.at = self.address(step)
        response = forms_sent.follow(self.client, self.client.get(self.at))
        self.at = response.at
        return response

    def form(self) -> Sent:
        return forms_sent.form(self.client.get(self.at), at=self.at, has="version")

    def press(self, button: str = "next", **answers: Any) -> Any:
        """Fill the form of the page in as it stands and press a button; leads on where the answer leads."""
        sent = self.form()
        response = self.client.post(sent.address, {**sent.values, **answers, "do": button})
        if response.status_code == 302:
            self.at = response["Location"].partition("#")[0]
        return response

    def go(self, **answers: Any) -> str:
        """«Далее», once more where these answers have brought up further questions: gives the code of the next step."""
        response = self.press("next", **answers)
        if response.status_code == 302 and response["Location"].endswith("?fresh=1"):
            response = self.press("next")
        assert response.status_code == 302, world.words(response)
        return self.step
