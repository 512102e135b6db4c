from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from tenancy.access import Role, access
from tenancy.errors import DomainError

from . import services
from .forms import KeyRateForm
from .models import KeyRate, ListedBank
from .queries import newest

MOST_BYTES = 16 * 1024 * 1024  # of what is sent; the published archive has half a megabyte


@access(Role.OPERATOR)
def directory(request: HttpRequest) -> HttpResponse:
    """The directory of БИК: when it was taken, and a new one."""
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        user = request.user
        assert isinstance(user, User)  # noqa: S101  (the access rule has asked)
        if file is None:
            refusal = "Выберите файл справочника"
        elif (file.size or 0) > MOST_BYTES:
            refusal = "Файл больше 16 МБ. Загрузите архив Банка России без изменений"
        else:
            try:
                told = services.take(file.read(), by=user, now=timezone.now())
            except DomainError as problem:
                refusal = problem.message
            else:
                messages.success(request, f"Справочник на {told.day:%d.%m.%Y} загружен, банков: {len(told.banks)}.")
                return redirect("bank_directory")
    context = {"newest": newest(), "count": ListedBank.objects.count(), "refusal": refusal}
    return render(request, "directory/directory.html", context, status=422 if refusal else 200)


@access(Role.OPERATOR)
def key_rate(request: HttpRequest) -> HttpResponse:
    """The key rate by days, by which interest for instalments is reckoned."""
    form = KeyRateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        assert isinstance(user, User)  # noqa: S101  (the access rule has asked)
        rate = services.enter_key_rate(**form.cleaned_data, by=user, now=timezone.now())
        messages.success(request, f"Ключевая ставка с {rate.valid_from:%d.%m.%Y} записана.")
        return redirect("key_rate")
    context = {"form": form, "rates": KeyRate.objects.all()}
    return render(request, "directory/key_rate.html", context, status=422 if form.errors else 200)
