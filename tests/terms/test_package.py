"""«Доказательства (ZIP)» of a case: everything is listed, sealed, and checked by Python alone."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.rules.packs import text_of
from notifications.models import OutboxMessage
from notifications.sms.models import SmsDelivery
from signing import services as signing
from signing.models import SignatureRequest
from tests import world
from tests.moment import NOW
from tests.signing import by_sms


@pytest.fixture
def archive(case: Case, asks: Callable[..., None], administrator_client: Client, tmp_path: Path) -> Path:
    asks(case, days=3)
    answer = administrator_client.get(f"/cases/{case.pk}/evidence/")
    assert answer.status_code == 200
    path = tmp_path / "доказательства.zip"
    path.write_bytes(b"".join(answer))
    return path


def check(path: Path) -> subprocess.CompletedProcess[str]:
    """As somebody would who has nothing of ours: the script comes out of the archive."""
    script = path.parent / "проверить.py"
    with zipfile.ZipFile(path) as archive:
        script.write_bytes(archive.read("проверить.py"))
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(path)], capture_output=True, text=True, check=False, timeout=60
    )


def read(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8-sig").replace("\xa0", " ")


def test_it_proves_itself_offline(archive: Path) -> None:
    checked = check(archive)

    assert checked.stdout.splitlines()[-1] == "ВСЁ ВЕРНО", checked.stdout + checked.stderr
    assert checked.returncode == 0


@pytest.mark.parametrize("name", ["Сроки.csv", "Дни.csv", "Обложка.pdf", "Правила.toml"])
def test_a_part_that_was_changed_is_named(archive: Path, name: str) -> None:
    changed = archive.with_name("изменённый.zip")
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(changed, "w") as after:
        for one in before.namelist():
            after.writestr(one, before.read(one) + (b" " if one == name else b""))

    checked = check(changed)
    assert checked.returncode == 1
    assert f"{name}: файл изменён" in checked.stdout


def test_a_part_that_is_gone_is_named(archive: Path) -> None:
    cut = archive.with_name("неполный.zip")
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(cut, "w") as after:
        for one in before.namelist():
            if one != "Дни.csv":
                after.writestr(one, before.read(one))

    assert check(cut).returncode == 2


def test_it_holds_terms_days_events_letters_and_rules(archive: Path, case: Case) -> None:
    assert "Разместить условия договора" in read(archive, "Сроки.csv")
    assert "14.03.2026 – 16.03.2026;3;Сетевая организация" in read(archive, "Дни.csv")
    assert "13.03.2026 14:05:00 (МСК);Заявка поступила;Подача заявки" in read(archive, "События.csv")
    assert "Запрошено недостающее" in read(archive, "История.csv")
    assert "person1@example.ru" in read(archive, "Письма.csv")
    with zipfile.ZipFile(archive) as inside:
        assert inside.read("Правила.toml") == text_of(case.edition)
        assert inside.read("Обложка.pdf").startswith(b"%PDF")
        listed = json.loads(inside.read("Доказательства/Опись.json"))["protocol"]["files"]
        names = {one["name"] for one in listed}
        assert set(inside.namelist()) == names | {"Доказательства/Опись.json"}
        assert any(name.startswith("Документы/01") for name in names)


def test_sms_are_told_with_their_gateway_and_its_report(
    case: Case, applicant: User, administrator: User, administrator_client: Client, tmp_path: Path
) -> None:
    """Those of the state of the case and those with the codes of its signatures; no words, and none of another case."""
    services.register(case, number="17", status="", assignee=None, version=case.version, by=administrator, now=NOW)
    document = case.entries.exclude(document=None)[0].document
    assert document is not None
    other = world.application(applicant)
    services.register(other, number="18", status="", assignee=None, version=other.version, by=administrator, now=NOW)
    [request] = signing.request_signatures(
        document, title="Заявка", sides=[SignatureRequest.Side.APPLICANT], applicant=case.applicant, due_on=None,
        by=applicant, now=NOW,
    )  # fmt: skip
    by_sms.send(by_sms.prepared(request, applicant), applicant)
    told, _of_other, code = OutboxMessage.objects.filter(channel="sms").order_by("pk")
    OutboxMessage.objects.update(created_at=NOW)
    for message, at in ((told, NOW), (code, None)):
        sms = SmsDelivery(message=message)
        sms.mark_handed("smsc", ("701", "702"), NOW, keeps_text=False)
        if at:
            sms.mark_received(at)
        sms.save_with_message()

    path = tmp_path / "доказательства.zip"
    path.write_bytes(b"".join(administrator_client.get(f"/cases/{case.pk}/evidence/")))

    moment = "13.03.2026 14:05:00 (МСК)"
    heading, *rows = read(path, "СМС.csv").splitlines()
    assert heading.startswith("Составлено;О чём;Кому;Шлюз;Номер у шлюза;Передано шлюзу;Отчёт шлюза;Получено телефоном")
    assert [row.split(";", 1)[1] for row in rows] == [
        f"О состоянии заявки;'{applicant.phone};smsc;701 702;{moment};Доставлено;{moment};;",
        f"Код подписи документа «Заявка»;'{applicant.phone};smsc;701 702;{moment};Отчёта нет;;;",
    ]
    assert applicant.phone not in read(path, "Письма.csv")
    assert check(path).stdout.splitlines()[-1] == "ВСЁ ВЕРНО"


def test_the_journal_knows_who_took_it(archive: Path, case: Case) -> None:
    assert Record.objects.about(case).filter(event="case.evidence_downloaded").count() == 1


def test_the_applicant_does_not_get_it(case: Case, applicant_client: Client) -> None:
    assert applicant_client.get(f"/cases/{case.pk}/evidence/").status_code == 404
