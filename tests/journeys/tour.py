"""The main screens, each with the person who looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cabinet.demo.companies import GORSET
from cabinet.demo.people import BAKERY, ORLOVA, SOBOLEVSKAYA, ZADONSKY
from tests.journeys.visitor import Visitor, words

ADMINISTRATOR = GORSET.email_of(GORSET.staff[0])
SIGNER = GORSET.email_of(GORSET.staff[1])
OPERATOR = "operator@example.ru"


@dataclass(frozen=True)
class Screen:
    name: str
    path: str
    row: str = ""  # of the table at `path`: the screen is what it leads to
    then: str = ""  # a button or a link there: the screen is what it brings

    def open(self, somebody: Visitor, company: str) -> None:
        somebody.open(self.path, company)
        if self.row:
            somebody.page.get_by_role("row", name=words(self.row)).get_by_role("link").first.click()
        if self.then:
            somebody.expects(422)
            button = somebody.page.get_by_role("button", name=words(self.then))
            there = button.or_(somebody.page.get_by_role("link", name=words(self.then))).filter(visible=True)
            if not there.count():  # with little room, links stand folded
                somebody.page.locator("main summary:visible").first.click()
            there.first.click()


@dataclass(frozen=True)
class Stop:
    """What one person sees at one company; nobody is signed in without an e-mail, no company is the platform."""

    email: str
    company: str
    screens: tuple[Screen, ...]

    def screens_for(self, somebody: Visitor) -> Iterator[Screen]:
        """Each screen when it is open."""
        if self.email:
            somebody.sign_in(self.email, self.company)
        for screen in self.screens:
            screen.open(somebody, self.company)
            yield screen


TOUR = (
    Stop(
        "",
        "gorset",
        (
            Screen("login", "/accounts/login/"),
            Screen("register", "/accounts/signup/"),
            Screen("register-organisation", "/accounts/signup/?form=organisation"),
            Screen("register-errors", "/accounts/signup/", then="Зарегистрироваться"),
            Screen("consent", "/consent/personal-data/"),
            Screen("confirm-again", "/accounts/email/again/"),
            Screen("help", "/help/"),
            Screen("lookup", "/lookup/"),
            Screen("lookup-errors", "/lookup/", then="Показать стадии"),
            Screen("check", "/check/"),
            Screen("receipt", "/receipts/"),
            Screen("receipt-errors", "/receipts/", then="Проверить квитанцию"),
            Screen("passports", "/passports/"),
            Screen("passport", "/passports/person_15/"),
            Screen("check-errors", "/check/", then="Проверить подпись"),
        ),
    ),
    Stop(
        ORLOVA.email,
        "gorset",
        (
            Screen("home", "/information/"),
            Screen("cases", "/cases/"),
            Screen("drafts", "/cases/?tab=drafts"),
            Screen("draft", "/cases/?tab=drafts", row="гаражный кооператив"),
            Screen("step", "/cases/?tab=drafts", row="ул. Пошаговая"),
            Screen("step-first", "/cases/?tab=drafts", row="ул. Пошаговая", then="Что нужно?"),
            Screen("step-documents", "/cases/?tab=drafts", row="ул. Пошаговая", then="Документы"),
            Screen("step-check", "/cases/?tab=drafts", row="ул. Пошаговая", then="Проверьте заявку"),
            Screen("case", "/cases/", row="1563"),
            Screen("case-sheet", "/cases/", row="1563", then="Печать"),
            Screen("history", "/cases/", row="1563", then="История"),
            Screen("case-message", "/cases/", row="1563", then="Добавить сообщение"),
            Screen("case-document", "/cases/", row="1563", then="Добавить документ"),
            Screen("withdraw", "/cases/", row="1563", then="Отозвать заявку"),
            Screen("enquiry", "/cases/?tab=enquiries", row="С-204"),
            Screen("signatures", "/signatures/"),
            Screen("sign-by-code", "/signatures/", then="Подписать"),
            Screen("profile", "/profile/"),
            Screen("representatives", "/representatives/"),
            Screen("representatives-errors", "/representatives/", then="Отправить приглашение"),
            Screen("clients", "/clients/"),
            Screen("personal-data", "/personal-data/"),
            Screen("close-account", "/personal-data/close/"),
            Screen("change-phone", "/phone/change/"),
            Screen("security", "/profile/security/"),
            Screen("application-with-codes", "/profile/security/app/"),
            Screen("passkey", "/profile/security/passkey/"),
            Screen("change-password", "/accounts/password/change/"),
            Screen("withdraw-consent", "/consent/personal-data/withdraw/"),
        ),
    ),
    Stop(
        ZADONSKY.email,
        "gorset",
        (Screen("case-refused", "/cases/?tab=archive", row="1498"),),
    ),
    Stop(
        SOBOLEVSKAYA.email,
        "gorset",
        (
            Screen("contract", "/cases/", row="1560", then="Договор и исполнение"),
            Screen("terminate", "/cases/", row="1471", then="Отказаться от договора"),
        ),
    ),
    Stop(
        BAKERY.email,
        "gorset",
        (
            Screen("profile-organisation", "/profile/"),
            Screen("organisation", "/organisation/"),
            Screen("signatures-organisation", "/signatures/"),
            Screen("case-to-sign", "/cases/", row="1555"),
            Screen("powers", "/powers/"),
        ),
    ),
    Stop(
        ADMINISTRATOR,
        "gorset",
        (
            Screen("queue", "/cases/"),
            Screen("queue-by-terms", "/cases/?order=due"),
            Screen("terms", "/cases/", row="1563", then="Сроки"),
            Screen("case-staff", "/cases/", row="1563"),
            Screen("history-staff", "/cases/", row="1563", then="История"),
            Screen("refusal", "/cases/", row="1584", then="Отказать"),
            Screen("annulment-proposal", "/cases/", row="1563", then="Предложить аннулировать"),
            Screen("case-refused-staff", "/cases/", row="1498"),
            Screen("reversal", "/cases/", row="1498", then="Отменить решение"),
            Screen("desk", "/desk/"),
            Screen("company-plan", "/settings/plan/"),
            Screen("desk-newcomer", "/desk/", then="Юридическое лицо"),
            Screen("desk-errors", "/desk/", then="Внести заявку"),
            Screen("contract-staff", "/cases/", row="1560", then="Договор и исполнение"),
            Screen("case-staff-document", "/cases/", row="1563", then="Добавить документ"),
            Screen("pages-editor", "/pages/"),
            Screen("settings", "/settings/"),
            Screen("numbers", "/settings/numbers/"),
            Screen("rules-questions", "/settings/rules/"),
            Screen("rules-attachments", "/settings/rules/?part=attachments"),
            Screen("rules-statuses", "/settings/rules/?part=statuses"),
            Screen("rules-question", "/settings/rules/question/purpose/"),
            Screen("rules-own-question", "/settings/rules/own-question/new/"),
            Screen("rules-own-document", "/settings/rules/own-attachment/new/"),
            Screen("rules-own-status", "/settings/rules/status/new/"),
            Screen("templates", "/templates/"),
            Screen("template", "/templates/receipt/"),
            Screen("template-errors", "/templates/refusal/", then="Проверить и сохранить"),
            Screen("rules", "/rules/"),
            Screen("catalogue", "/catalogue/"),
            Screen("catalogue-company", "/catalogue/?side=company"),
            Screen("catalogue-name", "/catalogue/", then="План расположения энергопринимающих устройств"),
            Screen("catalogue-name-errors", "/catalogue/new/", then="Сохранить"),
            Screen("applicants", "/applicants/"),
            Screen("applicant", "/applicants/", row="хлебозавод"),
            Screen("applicant-new", "/applicants/new/"),
            Screen("applicant-new-errors", "/applicants/new/?form=organisation", then="Создать и отправить письмо"),
            Screen("staff", "/staff/"),
            Screen("staff-new", "/staff/new/"),
            Screen("staff-new-errors", "/staff/new/", then="Отправить приглашение"),
            Screen("colleague", "/staff/", row="Петров"),
            Screen("colleague-disable", "/staff/", row="Петров", then="Закрыть вход"),
            Screen("security-of-staff", "/profile/security/"),
            Screen("consent-texts", "/consents/"),
            Screen("consent-text", "/consents/personal-data/"),
        ),
    ),
    Stop(
        SIGNER,
        "gorset",
        (
            Screen("to-sign", "/signatures/"),
            Screen("to-sign-by-applicants", "/signatures/?tab=applicants"),
            Screen("sign-by-certificate", "/signatures/", then="Подписать отдельно"),
            Screen("signed-by-both", "/cases/", row="1471"),
            Screen("workplace", "/signatures/setup/"),
            Screen("powers-of-company", "/powers/"),
        ),
    ),
    Stop("", "res", (Screen("login-branded", "/accounts/login/"),)),
    Stop("", "", (Screen("login-operator", "/accounts/login/"),)),
    Stop(
        OPERATOR,
        "",
        (
            Screen("operators", "/companies/"),
            Screen("onboard", "/companies/new/"),
            Screen("company", "/companies/", row="ООО «Горсеть»"),
            Screen("operators", "/operators/"),
            Screen("platform-usage", "/billing/companies/"),
            Screen("platform-account", "/billing/companies/", row="ООО «Горсеть»"),
            Screen("platform-account-errors", "/billing/companies/", row="ООО «Горсеть»", then="Записать исправление"),
            Screen("platform-invoices", "/billing/invoices/"),
            Screen("platform-invoice", "/billing/invoices/?tab=issued", row="ООО «Горсеть»"),
            Screen("platform-invoice-draft", "/billing/invoices/?tab=draft", row="АО «Районные"),
            Screen("platform-correction", "/billing/invoices/?tab=issued", row="ООО «Горсеть»", then="Скорректировать"),
            Screen("platform-payments", "/billing/payments/"),
            Screen("platform-payments-errors", "/billing/payments/", then="Загрузить выписку"),
            Screen("platform-plans", "/billing/plans/"),
            Screen("platform-plan", "/billing/plans/", row="Стандарт"),
            Screen("platform-seller", "/billing/seller/"),
            Screen("outbox", "/outbox/"),
        ),
    ),
)
