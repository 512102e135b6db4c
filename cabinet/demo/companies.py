"""The companies of the demonstration: who they are, who works there, who has registered there."""

from dataclasses import dataclass, field

from accounts import synthetic
from accounts.models import StaffRole
from tenants.models import GridCompany

from .people import (
    ABDURAKHMANOV,
    BAKERY,
    ENERGOSBYT,
    GARDENERS,
    ILYIN,
    ORLOVA,
    OTHER_SELLER,
    SOBOLEVSKAYA,
    ZADONSKY,
    Colleague,
    Seller,
    Somebody,
)


@dataclass(frozen=True)
class Demo:
    subdomain: str
    n: int  # makes the ИНН, ОГРН and КПП
    name: str
    short_name: str
    kind: GridCompany.Kind
    staff: tuple[Colleague, ...]  # the first is the administrator
    applicants: tuple[Somebody, ...]
    sellers: tuple[Seller, ...] = ()  # guaranteeing suppliers, the first is told by default
    settings: dict[str, str] = field(default_factory=dict)  # of «Данные и настройки», beyond what the operator typed
    sign_in_text: str = ""
    explanations: dict[str, str] = field(
        default_factory=dict
    )  # of documents that applicants attach; each with a template

    @property
    def inn(self) -> str:
        return synthetic.inn10(self.n)

    @property
    def ogrn(self) -> str:
        return synthetic.ogrn(self.n)

    @property
    def kpp(self) -> str:
        return synthetic.kpp(self.n)

    def email_of(self, colleague: Colleague) -> str:
        return f"{colleague.login}@{self.subdomain}.example.ru"


GORSET = Demo(
    subdomain="gorset",
    n=1,
    name="Общество с ограниченной ответственностью «Горсеть»",
    short_name="ООО «Горсеть»",
    kind=GridCompany.Kind.ELECTRICITY,
    staff=(
        Colleague("admin", StaffRole.ADMINISTRATOR, "Иванова", "Мария", "Сергеевна"),
        Colleague("podpis", StaffRole.SIGNER, "Дорохов", "Игорь", "Павлович"),
        Colleague("okno", StaffRole.SPECIALIST, "Петров", "Пётр", "Петрович"),
    ),
    applicants=(ORLOVA, ZADONSKY, ABDURAKHMANOV, SOBOLEVSKAYA, GARDENERS, BAKERY),
    sellers=(ENERGOSBYT, OTHER_SELLER),
    settings={
        "address": "461000, Лугореченск, ул. Энергетиков, д. 4, каб. 12",
        "phone": "8 800 100-00-01",
        "last_name": "Иванова",
        "first_name": "Мария",
        "middle_name": "Сергеевна",
        "notice_email": "tp@gorset.example.ru",
        "forms_url": "https://example.ru/forms",
        "tagline": "Технологическое присоединение",
    },
    sign_in_text=(
        "<p>Добро пожаловать в личный кабинет ООО «Горсеть» по технологическому присоединению.</p>"
        "<p>Здесь можно подать заявку, следить за ней и получать документы — без поездки в офис.</p>"
        "<p><strong>Часы работы «Единого окна»:</strong></p>"
        "<ul><li>понедельник — четверг: 8:00–17:00</li><li>пятница: 8:00–15:45</li>"
        "<li>перерыв: 12:00–12:45</li></ul>"
        "<p>Кабинет принимает заявки круглосуточно.</p>"
    ),
    explanations={
        "План расположения энергопринимающих устройств": (
            "<p>Можно нарисовать от руки: границы участка, дом и место, куда подвести линию.</p>"
        ),
        "Доверенность": "<p>Нужна, если заявку подаёт представитель. Простая письменная форма подойдёт.</p>",
    },
)
RES = Demo(
    subdomain="res",
    n=2,
    name="Акционерное общество «Районные электрические сети»",
    short_name="АО «Районные электрические сети»",
    kind=GridCompany.Kind.ELECTRICITY,
    staff=(Colleague("admin", StaffRole.ADMINISTRATOR, "Дёмина", "Ольга", "Викторовна"),),
    applicants=(ILYIN, ORLOVA),
    settings={"phone": "8 800 100-00-02", "brand_color": "#7a3b1d", "notice_email": "priem@res.example.ru"},
)
TEPLOSET = Demo(
    subdomain="teploset",
    n=3,
    name="Акционерное общество «Теплосеть»",
    short_name="АО «Теплосеть»",
    kind=GridCompany.Kind.HEAT,
    staff=(Colleague("admin", StaffRole.ADMINISTRATOR, "Якупов", "Ринат", "Фаридович"),),
    applicants=(BAKERY, ILYIN),
    settings={
        "address": "461000, Лугореченск, ул. Котельная, д. 1",
        "phone": "8 800 100-00-03",
        "notice_email": "podkluchenie@teploset.example.ru",
        "tagline": "Подключение к системе теплоснабжения",
    },
)
DEMOS = (GORSET, RES, TEPLOSET)
