"""«Шаблоны документов» of the administrator: ours, the company's own, their fields, an example."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from audit import record
from cabinet.rules.packs import current_pack
from documents.errors import FileRefused
from documents.storage import attachment
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import hands_out_file, posted_from, require_safe

from .. import press, services
from ..faults import TemplateRefused
from ..forms import TemplateForm
from ..merge_fields import PASSPORT, TITLES, Field, Listed, entries
from ..models import WordTemplate

FILES = Limit("template_file", "60/h/user")  # a child process fills and draws each
UPLOADED = "Шаблон проверен и действует. Прежний сохранён среди версий."


def _titles() -> dict[str, str]:
    """The documents that the rules of this company make, and the passport."""
    made = {made.code: made.title for made in current_pack().made if made.code in TITLES}
    return {**made, PASSPORT: TITLES[PASSPORT]}


@access(Role.ADMINISTRATOR)
@require_safe
def index(request: Request) -> HttpResponse:
    own = {template.code: template for template in WordTemplate.objects.current().select_related("added_by")}
    listed = [(code, title, own.get(code)) for code, title in _titles().items()]
    return render(request, "paperwork/templates.html", {"listed": listed})


@access(Role.ADMINISTRATOR)
def template(request: Request, code: str) -> HttpResponse:
    """One document: which template holds, which fields there are, and the form for another."""
    title = _title(code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            services.upload_template(code, answers["file"], form=answers["form"], by=request.user, now=timezone.now())
        except TemplateRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error("file", sentence)
        except (FileRefused, DomainError) as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, UPLOADED)
            return redirect("template", code=code)
    versions = list(WordTemplate.objects.filter(code=code).select_related("document", "added_by"))
    context = {
        "code": code,
        "title": title,
        "form": form,
        "current": next((version for version in versions if version.retired_at is None), None),
        "versions": versions,
        "fields": [_shown(entry) for entry in entries(code)],
    }
    return render(request, "paperwork/template.html", context, status=422 if form.errors else 200)


@access(Role.ADMINISTRATOR)
@require_safe
@never_cache
def ours(request: Request, code: str) -> HttpResponse:
    """Our template as a file: the easiest beginning of one's own."""
    title = _title(code)
    answer = HttpResponse(press.original(code), content_type=press.WORD_TYPE)
    answer["Content-Disposition"] = attachment(f"Шаблон, {title}.docx")
    return answer


def _page(request: Request, code: str) -> str:
    _title(code)
    return f"/templates/{code}/"


@access(Role.ADMINISTRATOR)
@posted_from(_page)
def return_to_ours(request: Request, code: str) -> HttpResponse:
    _title(code)
    services.return_to_ours(code, by=request.user, now=timezone.now())
    messages.success(request, "Снова действует шаблон платформы. Ваш сохранён среди версий.")
    return redirect("template", code=code)


@access(Role.ADMINISTRATOR)
@require_safe
@never_cache
def preview_word(request: Request, code: str) -> HttpResponse:
    return _preview(request, code, form="word")


@access(Role.ADMINISTRATOR)
@require_safe
@never_cache
def preview_pdf(request: Request, code: str) -> HttpResponse:
    return _preview(request, code, form="pdf")


@access(Role.ADMINISTRATOR)
@require_safe
@hands_out_file
def version(request: Request, pk: int) -> HttpResponse:
    """A template that holds or held."""
    found = get_object_or_404(WordTemplate.objects.select_related("document"), pk=pk)
    answer = hand_out(found.document, own=True)
    record(request.user, "template.downloaded", found, now=timezone.now(), code=found.code)
    return answer


def _preview(request: Request, code: str, *, form: str) -> HttpResponse:
    title = _title(code)
    if not FILES.allows(request):
        return render(request, "errors/429.html", status=429)
    content, content_type, extension = services.preview(services.template_of(code), code, form=form)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = attachment(f"Пример, {title}.{extension}")
    return answer


def _title(code: str) -> str:
    """Raises Http404 for a document that this company does not make."""
    titles = _titles()
    if code not in titles:
        raise Http404
    return titles[code]


def _shown(entry: Any) -> dict[str, Any]:
    """A row of the table of fields: what is typed into the template, what it holds, an example."""
    if isinstance(entry, Field):
        return {"typed": f"{{{{ {entry.name} }}}}", "holds": entry.holds, "example": entry.example, "columns": []}
    if isinstance(entry, Listed):
        columns = [(f"{{{{ {entry.row}.{column.name} }}}}", column.holds, column.example) for column in entry.columns]
        return {"typed": entry.loop, "ended": entry.ended, "holds": entry.holds, "example": "", "columns": columns}
    return {"typed": f"{{{{ {entry.name} }}}}", "holds": entry.holds, "example": "картинка", "columns": []}
