"""Who may open what: every route of both hosts, read like a page of rules.

The columns are people, a cell is the answer to the route's own method. `in` is the way to the sign-in page and back.
"""

from dataclasses import dataclass

PEOPLE = ("nobody", "applicant", "stranger", "specialist", "administrator")
OPERATORS = ("nobody", "operator")


@dataclass(frozen=True)
class Route:
    method: str
    answers: tuple[str, ...]
    data: dict[str, str]


def get(*answers: int | str) -> Route:
    return Route("get", tuple(map(str, answers)), {})


def post(*answers: int | str, **data: str) -> Route:
    return Route("post", tuple(map(str, answers)), data)


def everyone(answer: int, *, count: int = len(PEOPLE)) -> Route:
    return get(*[answer] * count)


COMPANY = {
    # route                                         nobody applicant stranger specialist administrator
    "": everyone(302),
    "accounts/login/": get(200, 302, 302, 302, 302),
    "accounts/logout/": post(302, 302, 302, 302, 302),
    "accounts/password/change/": get("in", 200, 200, 200, 200),
    "accounts/password/reset/": everyone(200),
    "accounts/password/reset/<str:number>/<str:token>/": everyone(410),
    "accounts/signup/": get(200, 302, 302, 302, 302),
    "accounts/signup/sent/": everyone(302),
    "accounts/email/<str:key>/": everyone(410),
    "invitation/<str:token>/": everyone(410),
    "consent/<str:kind>/": everyone(200),
    "profile/": get("in", 200, 200, 404, 404),
    "sight/": everyone(302),
    "components/": everyone(200),
    "brand-<str:color>.css": everyone(404),
    "settings/": get("in", 404, 404, 404, 200),
    "information/": get("in", 200, 200, 404, 404),
    "help/": everyone(200),
    "pages/": get("in", 404, 404, 404, 200),
    "pages/<slug:slot>/": post("in", 404, 404, 404, 302),
    "pages/versions/<int:pk>/": post("in", 404, 404, 404, 302),
    "cases/": get("in", 200, 200, 200, 200),
    "cases/<int:pk>/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/entries/<slug:kind>/": post("in", 302, 404, 302, 302, text="Добрый день"),
    "cases/<int:pk>/register/": post("in", 404, 404, 422, 422),
    "cases/<int:pk>/withdraw/": get("in", 200, 404, 404, 404),
    "cases/<int:pk>/delete/": get("in", 200, 404, 404, 404),
    "cases/<int:pk>/files/": post("in", 422, 404, 404, 404),
    "entries/<int:pk>/withdraw/": get("in", 404, 404, 200, 200),
    "documents/<int:pk>/": get("in", 302, 404, 302, 302),
    "updates/": get("in", 200, 200, 200, 200),
    "applications/new/": post("in", 302, 302, 404, 404),
    "applications/<int:pk>/draft/": get("in", 200, 404, 404, 404),
    "enquiries/new/": post("in", 302, 302, 404, 404),
    "enquiries/<int:pk>/draft/": get("in", 200, 404, 404, 404),
}

PLATFORM = {
    # route                                         nobody operator
    "": get("in", 302),
    "accounts/login/": get(200, 302),
    "accounts/logout/": post(302, 302),
    "accounts/password/change/": get("in", 200),
    "accounts/password/reset/": get(200, 200),
    "accounts/password/reset/<str:number>/<str:token>/": get(410, 410),
    "sight/": get(302, 302),
    "components/": get(200, 200),
    "companies/": get("in", 200),
    "companies/new/": get("in", 200),
    "companies/<int:pk>/": get("in", 200),
    "companies/<int:pk>/suspend/": get("in", 200),
    "companies/<int:pk>/resume/": post("in", 302),
    "companies/<int:pk>/invitation/": post("in", 200),
    "outbox/": get(200, 200),  # the embedded mode only
    "outbox/<uuid:key>/": get(404, 404),
    "outbox/<uuid:key>/html/": get(404, 404),
}
