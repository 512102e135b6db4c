import pytest
from django.template.loader import render_to_string

from ui import icons, views
from ui.sight import Sight


def chosen(rf, **cookies):
    request = rf.get("/")
    request.COOKIES.update(cookies)
    return Sight.of(request).attributes


def test_what_is_chosen_in_the_panel_is_kept_and_leads_back(rf):
    response = views.sight(rf.get("/sight/", {"size": "150", "theme": "bw", "next": "/help/"}))

    assert response["Location"] == "/help/"
    assert chosen(rf, sight=response.cookies["sight"].value) == {"size": "150", "theme": "bw"}


def test_the_ordinary_version_forgets_everything(rf):
    request = rf.get("/sight/", {"reset": "1", "size": "200"})
    request.COOKIES["sight"] = "size=150"

    assert views.sight(request).cookies["sight"].value == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_panel_leads_only_to_this_site(rf, address):
    assert views.sight(rf.get("/sight/", {"next": address}))["Location"] == "/"


def test_a_spoilt_cookie_means_the_ordinary_version(rf):
    assert chosen(rf, sight='size=999&theme="><script>&x') == {}


def test_the_error_page_needs_neither_database_nor_request():
    page = render_to_string("errors/500.html", {"code": "7F3A-21"})

    assert "7F3A-21" in page


def test_an_error_is_answered_with_a_code_even_when_the_frame_of_the_page_fails(rf, monkeypatch):
    whole = views.render_to_string

    def database_is_down(template, context, request=None):
        if request is not None:
            raise ConnectionError
        return whole(template, context)

    monkeypatch.setattr(views, "render_to_string", database_is_down)
    response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Сервис временно" in response.content.decode()


def test_the_plain_page_of_an_unknown_host(rf):
    page = render_to_string("errors/unknown_host.html", {}, rf.get("/"), using="plain")

    assert "Кабинет не" in page
    assert "<form" not in page
    assert "<a href" not in page


def test_the_page_of_components_shows_every_icon(rf, settings):
    settings.EMBEDDED = True
    request = rf.get("/components/")
    page = render_to_string("ui/components.html", views.gallery.samples(request), request, using="plain")

    assert all(shape in page for shape in icons.SHAPES.values())
