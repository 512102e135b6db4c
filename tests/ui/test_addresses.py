"""The short way to the address of a thing with a number leads where Django's own way leads."""

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import NoReverseMatch, get_resolver, reverse, set_urlconf

from ui.addresses import numbered


@pytest.fixture(params=["company", "platform"])
def urlconf(request):
    name = settings.ROOT_URLCONF if request.param == "company" else settings.PUBLIC_SCHEMA_URLCONF
    set_urlconf(name)
    yield name
    set_urlconf(None)


def test_every_address_with_one_number_is_the_same(urlconf):
    compared = 0
    for route in {key for key in get_resolver(urlconf).reverse_dict if isinstance(key, str)}:
        try:
            expected = reverse(route, args=[1507])
        except NoReverseMatch:
            with pytest.raises(NoReverseMatch):
                numbered(route, 1507)
        else:
            assert numbered(route, 1507) == expected
            compared += 1
    assert compared > 3


@pytest.mark.parametrize("number", [0, 7, 2**63])
def test_a_template_has_it_too(urlconf, number):
    route = "case" if urlconf == settings.ROOT_URLCONF else "company_card"

    assert Template(f"{{% url '{route}' pk %}}").render(Context({"pk": number})) == reverse(route, args=[number])


def test_what_is_no_number_goes_the_long_way():
    with pytest.raises(NoReverseMatch):
        Template("{% url 'case' pk %}").render(Context({"pk": "7; DROP"}))
    assert Template("{% url 'nowhere' 7 as address %}[{{ address }}]").render(Context()) == "[]"
