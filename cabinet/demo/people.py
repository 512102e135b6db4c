"""Who is in the demonstration. Everybody is invented; the numbers belong to nobody (accounts.synthetic)."""

from dataclasses import dataclass

from accounts import synthetic
from accounts.models import Applicant, LegalForm, StaffRole

PASSWORD = "kabinet demo 2026"  # noqa: S105  (of every account here; the demonstration holds nothing to protect)
OPERATOR = ("operator@example.ru", "Соколов", "Тимур", "Ильдарович")


@dataclass(frozen=True)
class Somebody:
    """An applicant. `n` makes the identifiers; `login` is the part of the e-mail before the @."""

    login: str
    n: int
    last_name: str
    first_name: str
    middle_name: str
    legal_form: LegalForm = LegalForm.PERSON
    organisation: str = ""

    @property
    def email(self) -> str:
        return f"{self.login}@example.ru"

    def newcomer(self) -> Applicant:
        """As the registration form would hand it over."""
        numbers = {
            LegalForm.PERSON: {"snils": synthetic.snils(self.n)},
            LegalForm.ENTREPRENEUR: {"inn": synthetic.inn12(self.n), "ogrn": synthetic.ogrnip(self.n)},
            LegalForm.ORGANISATION: {
                "inn": synthetic.inn10(self.n),
                "ogrn": synthetic.ogrn(self.n),
                "kpp": synthetic.kpp(self.n),
            },
        }
        return Applicant(
            legal_form=self.legal_form,
            last_name=self.last_name,
            first_name=self.first_name,
            middle_name=self.middle_name,
            organisation_name=self.organisation,
            email=self.email,
            phone=synthetic.phone(self.n),
            **numbers[self.legal_form],
        )


@dataclass(frozen=True)
class Colleague:
    """One of a company's staff."""

    login: str
    role: StaffRole
    last_name: str
    first_name: str
    middle_name: str


@dataclass(frozen=True)
class Seller:
    """A guaranteeing supplier with its one person. `n` makes the identifiers."""

    login: str
    n: int
    name: str
    last_name: str
    first_name: str
    middle_name: str

    @property
    def email(self) -> str:
        return f"{self.login}@example.ru"

    @property
    def answers(self) -> dict[str, str]:
        return {
            "name": self.name,
            "inn": synthetic.inn10(self.n),
            "ogrn": synthetic.ogrn(self.n),
            "kpp": synthetic.kpp(self.n),
            "email": f"gp{self.n}@example.ru",
            "phone": "8 800 100-00-20",
        }


ENERGOSBYT = Seller("sbyt", 201, "АО «Лугореченский энергосбыт»", "Сбытова", "Вера", "Павловна")
OTHER_SELLER = Seller("sbyt2", 202, "ООО «Заречная сбытовая компания»", "Заречный", "Олег", "Юрьевич")
ORLOVA = Somebody("orlova", 101, "Орлова", "Анна", "Андреевна")
ZADONSKY = Somebody("zadonsky", 102, "Задонский", "Всеволод", "Константинович")
ABDURAKHMANOV = Somebody("abdurakhmanov", 103, "Абдурахманов", "Шамиль", "Магомедгаджиевич")
ILYIN = Somebody("ilyin", 104, "Ильин", "Лев", "Борисович")
SOBOLEVSKAYA = Somebody(
    "sobolevskaya", 105, "Соболевская", "Маргарита", "Вячеславовна", LegalForm.ENTREPRENEUR
)  # fmt: skip
GARDENERS = Somebody(
    "snt-energetik", 106, "Громов", "Аркадий", "Львович", LegalForm.ORGANISATION,
    "Садоводческое некоммерческое товарищество собственников недвижимости «Энергетик-2»",
)  # fmt: skip
BAKERY = Somebody(
    "hlebozavod", 107, "Краснощёкова", "Евангелина", "Святославовна", LegalForm.ORGANISATION,
    "ООО «Лугореченский хлебозавод № 2»",
)  # fmt: skip
