"""`kabinet` on the real server: by hand, by a schedule, over a line that is cut."""

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from audit.models import Record
from cabinet.cases.models import Case, Entry
from documents.storage import storage
from kabinet import Cabinet, NoConnection
from kabinet.commands import main
from kabinet.connection import Connection
from kabinet.errors import KEY_REFUSED, NO_CONNECTION, NOT_READY, REFUSED, WRONG_USE
from kabinet.uploads import upload
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.documents import honest

from .conftest import Program
from .line import Line

CLIENT = Path(__file__).parents[2] / "clients" / "python"
README = (CLIENT / "README.md").read_text("utf-8")
MEGABYTE = 1024 * 1024
PART = 5 * MEGABYTE
LITTLE = MEGABYTE // 4  # bytes: all that is said around the parts of a file
[APPLICATION] = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
[PROGRAM] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def kabinet(at_home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`kabinet("list", "--json")`: the exit code, the output and the stream of errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Kabinet = Callable[..., tuple[int, str, str]]


@pytest.fixture
def with_key(builder: Program, monkeypatch: pytest.MonkeyPatch, kabinet: Kabinet) -> Program:
    use(builder, monkeypatch)
    return builder


def use(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KABINET_KEY", program.key)
    monkeypatch.setenv("KABINET_URL", program.url)


def papers(folder: Path) -> None:
    (folder / "дом.json").write_text(APPLICATION, "utf-8")
    (folder / "план.pdf").write_bytes(world.PDF)
    (folder / "выписка.pdf").write_bytes(honest.PDF)


def large(path: Path, size: int) -> Path:
    path.write_bytes(honest.PDF.replace(b"%%EOF", b"%" + os.urandom(size // 2).hex().encode() + b"\n%%EOF"))
    return path


def described(path: Path, **changed: Any) -> Path:
    path.write_text(json.dumps({**json.loads(APPLICATION), **changed}, ensure_ascii=False), "utf-8")
    return path


def test_every_example_of_the_readme_does_what_it_says(
    kabinet: Kabinet, builder: Program, archive: Program, at_home: Path, monkeypatch: pytest.MonkeyPatch,
    company_online: GridCompany,
) -> None:  # fmt: skip
    papers(at_home)
    told: dict[str, str] = {}
    case = ""
    for line in COMMANDS:
        name, *words = shlex.split(line)
        assert name == "kabinet"
        words = [word.replace("https://кабинет.вашей-сети.рф", builder.url).replace("1563", case) for word in words]
        if words[0] == "login":
            monkeypatch.setenv("KABINET_KEY", builder.key)
        if words[0] == "watch":
            use(archive, monkeypatch)
        code, out, err = kabinet(*words)
        assert code == 0, (line, err)
        told[line] = out
        if words[0] == "login":
            monkeypatch.delenv("KABINET_KEY")
        if words[:1] == ["submit"]:
            [case] = re.findall(r"\d+", out)[:1]

    assert {line.split()[1] for line in COMMANDS} == {
        "login", "config", "submit", "list", "show", "download", "upload", "watch",
    }  # fmt: skip
    assert told["kabinet list --q Салимжанова --limit 20"].split()[0] == case
    assert json.loads(told["kabinet list --json"])["id"] == int(case)
    assert (at_home / "документы" / "план.pdf").read_bytes() == world.PDF
    assert [event for event in told[COMMANDS[-1]].splitlines() if json.loads(event)["case"]["id"] == int(case)]
    with inside(company_online):
        assert Case.objects.get(pk=case).application.source == "api"
        # The extract was attached by `submit`; `upload` has found it there.
        names = Entry.objects.filter(case=int(case), document__isnull=False).values_list(
            "document__file_name", flat=True
        )
        assert sorted(names) == ["выписка.pdf", "план.pdf"]


def test_the_program_of_the_readme_runs(with_key: Program) -> None:
    with redirect_stdout(StringIO()) as said:
        exec(PROGRAM, {})

    assert said.getvalue().splitlines()[0] == "applicant"
    assert "404 not_found" in said.getvalue()


def test_a_repeated_submission_makes_nothing_twice(
    kabinet: Kabinet, with_key: Program, at_home: Path, company_online: GridCompany
) -> None:
    papers(at_home)
    command = ("submit", "дом.json", "--attach", "выписка.pdf", "--agree", "passport", "--json")
    answers = [kabinet(*command) for _ in range(3)]

    assert [code for code, _, _ in answers] == [0, 0, 0]
    assert len({json.loads(out)["id"] for _, out, _ in answers}) == 1
    assert "подана раньше" in answers[1][2]
    with inside(company_online):
        mine = Case.objects.filter(author=with_key.user)
        assert mine.count() == 1
        assert Entry.objects.filter(case__in=mine, document__isnull=False).count() == 2
        assert Record.objects.about(mine.get()).filter(event="case.submitted").count() == 1


def test_what_is_missing_is_said_and_nothing_is_submitted(kabinet: Kabinet, with_key: Program, at_home: Path) -> None:
    papers(at_home)
    code, out, err = kabinet("submit", "дом.json", "--quiet")

    assert (code, out) == (NOT_READY, "")
    assert "  passport: Не добавлен документ: Паспорт (пункт 10); принесёте позже — добавьте --agree passport" in err
    assert json.loads(kabinet("list", "--json")[1])["stage"] == "draft"


def test_a_refusal_names_the_fields(kabinet: Kabinet, with_key: Program, at_home: Path) -> None:
    described(at_home / "x.json", answers={"type": "new", "max_power_kw": "много", "invented": 1}, files=[])
    code, _, err = kabinet("submit", "x.json")

    assert code == REFUSED
    assert "Проверьте поля, названные в errors. (422, fields_wrong)" in err
    assert re.search(r"^  max_power_kw: \S", err, re.MULTILINE)
    assert re.search(r"^  invented: Такого вопроса нет", err, re.MULTILINE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "Это не JSON, строка 1"),
        (b"[]", "Снаружи должен быть объект"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"{}", "key: дайте заявке своё имя"),
        (b'{"key": "x", "answers": []}', "answers: нужен объект"),
        (b'{"key": "x", "answers": {}, "files": ["no.pdf"]}', "no.pdf» нет"),
        (b'{"key": "x", "answers": {}, "files": [{"title": "x"}]}', "files: нужен список"),
        (b'{"key": "x", "answers": {}, "agreed": "passport"}', "agreed: нужен список"),
        (b'{"key": "x", "answers": {}, "attach": []}', "attach: такого поля нет, есть: agreed, answers"),
        (b"[" * 100_000, "Это не JSON"),
    ],
)
def test_a_wrong_description_is_refused_by_its_field(
    kabinet: Kabinet, with_key: Program, at_home: Path, content: bytes, said: str
) -> None:
    (at_home / "x.json").write_bytes(content)
    code, _, err = kabinet("submit", "x.json")

    assert code == WRONG_USE
    assert said in err
    assert kabinet("list")[1] == ""


def test_a_cut_upload_goes_on_where_it_was_cut(with_key: Program, at_home: Path, line: Line) -> None:
    path = large(at_home / "план.pdf", 4 * PART)
    cabinet = Cabinet(Connection(with_key.url, with_key.key, pause=lambda seconds: None))
    line.cut_after(2 * PART + PART // 2)
    with pytest.raises(NoConnection, match="что уже сделано, второй раз не сделается"):
        upload(cabinet, path)
    assert line.cut.is_set()
    line.mend()
    before, seen = line.sent, []
    key = upload(cabinet, path, told=lambda name, there, size: seen.append((there, size)))

    assert line.sent - before < path.stat().st_size - 2 * PART + LITTLE
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert [there for there, _ in seen] == sorted(there for there, _ in seen)
    assert key


def test_a_line_that_comes_back_is_not_noticed(with_key: Program, at_home: Path, line: Line) -> None:
    path = large(at_home / "план.pdf", 2 * PART)
    pauses: list[float] = []

    def mend(seconds: float) -> None:
        pauses.append(seconds)
        line.mend()

    line.cut_after(PART + PART // 2)
    assert upload(Cabinet(Connection(with_key.url, with_key.key, pause=mend)), path)
    assert pauses == [1.0]


def test_a_killed_upload_goes_on(
    kabinet: Kabinet, with_key: Program, at_home: Path, line: Line, company_online: GridCompany
) -> None:
    papers(at_home)
    assert kabinet("submit", "дом.json", "--draft", "--quiet")[0] == 0
    case = str(json.loads(kabinet("list", "--json")[1])["id"])
    path = large(at_home / "чертежи.pdf", 4 * PART)
    line.cut_after(2 * PART + PART // 2)
    command = [sys.executable, "-m", "kabinet", "upload", path.name, "--case", case]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(CLIENT)}, stderr=subprocess.PIPE) as child:
        assert line.cut.wait(60)
        child.kill()
        child.communicate()
    line.mend()
    before = line.sent
    code, out, err = kabinet("upload", path.name, "--case", case)

    assert code == 0, err
    assert "(100 %)" in err
    assert line.sent - before < path.stat().st_size - 2 * PART + LITTLE
    with inside(company_online):
        entry = Entry.objects.select_related("document").get(pk=out)
        assert entry.document is not None
        kept = b"".join(storage().chunks(str(entry.document.key), PART, expected=entry.document.size))
        assert kept == path.read_bytes()
    code, out, err = kabinet("upload", path.name, "--case", case)
    assert (code, out) == (0, "")
    assert "уже приложен" in err


def test_without_a_line_the_command_says_so(
    kabinet: Kabinet, with_key: Program, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kabinet.connection.TRIES", 1)
    line.cut_after(0)
    code, _, err = kabinet("list")

    assert code == NO_CONNECTION
    assert "Нет связи с online.localhost" in err


def test_login_keeps_a_key_that_works_for_its_owner_only(
    kabinet: Kabinet, builder: Program, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(builder.key + "\n"))
    place = at_home / "settings" / "config.json"
    code, out, _ = kabinet("login", builder.url)

    assert code == 0
    assert builder.key not in out
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert kabinet("config")[1].splitlines()[0] == f"Кабинет: {builder.url}"

    place.chmod(0o644)
    code, _, err = kabinet("list")
    assert code == WRONG_USE
    assert f"chmod 600 {place}" in err


def test_a_key_that_does_not_work_is_not_kept(
    kabinet: Kabinet, builder: Program, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in (builder.key[:-1] + ("a" if builder.key[-1] != "a" else "b"), "x"):
        monkeypatch.setattr("sys.stdin", StringIO(key))
        code, _, err = kabinet("login", builder.url)
        assert code == KEY_REFUSED, err
    assert not (at_home / "settings").exists()


@pytest.mark.parametrize(
    "url", ["http://cabinet.example.ru", "cabinet.example.ru", "ftp://x", "https://a:b@x", "https://x:99999"]
)
def test_a_key_is_never_sent_to_an_address_that_is_not_safe(
    kabinet: Kabinet, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("key"))
    assert kabinet("login", url)[0] == WRONG_USE


def test_a_kept_key_is_not_sent_to_another_address(
    kabinet: Kabinet, builder: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(builder.key))
    kabinet("login", builder.url)
    monkeypatch.setenv("KABINET_URL", "https://other.example.ru")

    code, _, err = kabinet("list")
    assert code == WRONG_USE
    assert "Задайте и KABINET_KEY" in err


def test_a_key_that_only_reads_is_told_what_it_lacks(
    kabinet: Kabinet, program: Callable[..., Program], builder: Program, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers(at_home)
    use(program(builder.user, "read"), monkeypatch)

    assert kabinet("list")[0] == 0
    code, _, err = kabinet("submit", "дом.json")
    assert code == KEY_REFUSED
    assert "scope_missing" in err


def test_watch_goes_on_where_it_ended(
    kabinet: Kabinet, builder: Program, archive: Program, at_home: Path, monkeypatch: pytest.MonkeyPatch,
    company_online: GridCompany,
) -> None:  # fmt: skip
    use(archive, monkeypatch)
    assert kabinet("watch", "--once", "--from-now") == (0, "", "")
    assert kabinet("watch", "--once") == (0, "", "")
    with inside(company_online):
        case = world.application(builder.user)

    code, out, _ = kabinet("watch", "--once", "--json")
    assert code == 0
    assert {json.loads(one)["case"]["id"] for one in out.splitlines()} == {case.pk}
    assert kabinet("watch", "--once") == (0, "", "")

    for content, ending in (("[not a cursor]", WRONG_USE), ("not-a-cursor", REFUSED)):
        (at_home / "kabinet.cursor").write_text(content)
        assert kabinet("watch", "--once")[0] == ending


def test_of_another_nothing_is_seen(kabinet: Kabinet, with_key: Program, company_online: GridCompany) -> None:
    with inside(company_online):
        case = world.application(world.person(99))

    assert kabinet("show", str(case.pk))[0] == REFUSED
    assert kabinet("download", str(case.pk))[0] == REFUSED
    assert kabinet("list")[1] == ""


def test_a_download_replaces_nothing_and_stays_in_its_folder(
    kabinet: Kabinet, with_key: Program, at_home: Path
) -> None:
    papers(at_home)
    kabinet("submit", "дом.json", "--draft", "--quiet")
    case = str(json.loads(kabinet("list", "--json")[1])["id"])
    other = at_home / "вниз" / "план.pdf"
    other.parent.mkdir()
    other.write_bytes(b"mine")

    for _ in range(2):
        code, out, _ = kabinet("download", case, "--to", "вниз")
        assert code == 0
        assert re.fullmatch(r"вниз/план \(\d+\)\.pdf\n", out)
    assert other.read_bytes() == b"mine"
    assert len(list(other.parent.iterdir())) == 2
    assert kabinet("download", case, "99999999")[0] == WRONG_USE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "не хватает: КОМАНДА"),
        (["show"], "не хватает: ID"),
        (["show", "дом"], "нужно число, а не «дом»"),
        (["list", "--limit", "0"], "нужно число больше нуля"),
        (["list", "--limit"], "не хватает значения"),
        (["list", "--colour"], "лишнее: --colour"),
        (["fly"], "нет варианта"),
    ],
)
def test_a_wrong_command_is_explained_in_russian(kabinet: Kabinet, arguments: list[str], said: str) -> None:
    code, out, err = kabinet(*arguments)

    assert (code, out) == (WRONG_USE, "")
    assert said in err
    assert err.startswith("Как вызвать: kabinet")


def test_every_command_has_help_in_russian(kabinet: Kabinet) -> None:
    for command in ("", "login", "config", "list", "show", "upload", "submit", "watch", "download"):
        code, out, _ = kabinet(*filter(None, [command, "--help"]))
        assert code == 0
        assert not re.search(r"usage|options|optional|show this|positional", out), out
