"""The cases of the demonstration, one function each. Days are working days since the case was begun."""

from collections.abc import Callable
from typing import Any

from cabinet.cases.stages import Stage
from cabinet.enquiries.models import Enquiry

from .people import ABDURAKHMANOV, BAKERY, GARDENERS, ILYIN, ORLOVA, SOBOLEVSKAYA, ZADONSKY
from .telling import Cast, Tale

TERMS = "Технические условия"
CONTRACT = "Договор об осуществлении технологического присоединения"
# What gives an application its category, and with it its terms.
HOME: dict[str, Any] = {"household": True, "reliability": "3", "voltage": "0_4"}


def connected_house(cast: Cast) -> None:
    house = Tale(cast, ORLOVA, days_ago=260).application(
        "Заявка на технологическое присоединение.docx", "Выписка ЕГРН.pdf", "План участка.jpg",
        power="15", purpose="Жилой дом", address="Лугореченск, ул. Салимжанова, д. 1",
        cadastral_number="99:01:0101001:245",
    ).submits()  # fmt: skip
    house.at(1, "10:05").registers(Stage.REVIEW, "1127")
    house.at(5, "15:20").places("Технические условия № 1127.pdf", TERMS, "Срок действия — два года")
    house.sends_to_sign("Договор № 1127.pdf", CONTRACT, days=10).countersigns()
    house.at(5, "15:24").places("Счёт № 218.pdf", "Счёт на оплату", "Оплатите в течение пяти рабочих дней")
    house.registers(Stage.PAYMENT).at(6, "20:40").signs()
    house.at(7, "09:15").adds("Платёжное поручение.pdf", "Дополнительный материал")
    house.at(8, "11:00").registers(Stage.PERFORMANCE)
    house.at(30, "14:10").reports("Ведётся проектирование")
    house.at(62, "16:45").reports("Строительство линии 0,4 кВ завершено")
    house.at(95, "12:30").places(
        "Акт № 1127.pdf", "Акт об осуществлении технологического присоединения", "Подписан обеими сторонами"
    ).places("Уведомление № 1127.pdf", "Уведомление об обеспечении возможности присоединения")
    house.registers(Stage.CONNECTED).at(96, "08:50").reads()


def offer_for_a_bathhouse(cast: Cast) -> None:
    bathhouse = Tale(cast, ORLOVA, days_ago=16).application(
        "Заявка.docx", "Выписка ЕГРН.pdf", "План расположения устройств.png",
        type="increase", power="25.5", **HOME, purpose="Жилой дом и баня", address="Лугореченск, ул. Салимжанова, д. 1",
        cadastral_number="99:01:0101001:245",
    ).submits()  # fmt: skip
    bathhouse.at(1, "11:12").registers(Stage.REVIEW, "1563")
    bathhouse.at(2, "13:40").answers("<p>Уточните, пожалуйста: мощность нужна на <strong>380 В</strong>?</p>")
    bathhouse.at(2, "19:05").writes("<p>Да, на 380 В, в бане электрическая печь.</p>")
    bathhouse.at(7, "10:30").places("Технические условия № 1563.pdf", TERMS, "Проверьте мощность и точку присоединения")
    bathhouse.at(8, "16:02").registers(Stage.OFFER).sends_to_sign("Договор № 1563.pdf", CONTRACT, days=60)
    bathhouse.at(9, "10:15").countersigns()


def garage_drafts(cast: Cast) -> None:
    Tale(cast, ORLOVA, days_ago=6).application(
        "Правоустанавливающий документ на гараж.pdf",
        power="5", purpose="Гараж", address="Лугореченск, гаражный кооператив «Старт», бокс 17",
    )  # fmt: skip
    Tale(cast, ORLOVA, days_ago=1).application(
        "Выписка ЕГРН.pdf",
        power="15", purpose="Жилой дом", address="Лугореченск, ул. Пошаговая, д. 3", household=True, voltage="0_4",
        reliability="3", settlement="town", step="power",
    )  # fmt: skip
    Tale(cast, SOBOLEVSKAYA, days_ago=3).application(
        "Схема размещения павильона.png",
        type="temporary", power="12", purpose="Сезонная торговля", address="Лугореченск, Центральная площадь",
    )  # fmt: skip


def waiting_houses(cast: Cast) -> None:
    Tale(cast, ABDURAKHMANOV, days_ago=0).at(0, "08:47").application(
        "Заявка на технологическое присоединение к электрическим сетям жилого дома.docx", "ЕГРН.pdf", "Участок.jpg",
        power="15", purpose="Индивидуальный жилой дом", **HOME,
        address="Лугореченский район, сельское поселение Верхнекрасноуральское, деревня Большие Нововоскресенки, "
        "улица Героев-Панфиловцев, земельный участок 18 (строительный квартал «Северо-Восточный»)",
        cadastral_number="99:02:0203004:1188",
    ).submits()  # fmt: skip
    Tale(cast, BAKERY, days_ago=2).application(
        "Заявка юридического лица.docx", "Доверенность.pdf", "Свидетельство о собственности.pdf",
        type="increase", power="420", purpose="Печной цех", address="Лугореченск, ул. Заводская, д. 22, стр. 3",
        cadastral_number="99:01:0305002:17",
    ).submits().at(1, "11:30").registers(Stage.REVIEW, "1584")  # fmt: skip


def missing_documents(cast: Cast) -> None:
    dacha = Tale(cast, ORLOVA, days_ago=12).application(
        "Заявление.docx", power="7.5", purpose="Дача", **HOME, address="СНТ «Заречье», ул. Вишнёвая, уч. 40"
    ).submits()  # fmt: skip
    dacha.at(1, "09:50").registers(Stage.REVIEW, "1571")
    dacha.at(4, "17:15").asks_for(
        "Правоустанавливающий документ на дом или участок",
        "План расположения энергопринимающих устройств",
        words="Сколько этажей в доме?",
        days=20,
    )
    dacha.at(6, "20:10").adds("План участка.jpg", "План расположения энергопринимающих устройств")


def refused_flat(cast: Cast) -> None:
    flat = Tale(cast, ZADONSKY, days_ago=75).application(
        "Заявка.docx", "Паспорт.pdf",
        type="redistribution", power="10", purpose="Квартира", address="Лугореченск, пр. Победы, д. 118, кв. 64",
    ).submits()  # fmt: skip
    flat.at(2, "12:05").registers(Stage.REVIEW, "1498")
    flat.at(9, "16:30").is_refused(
        "agreement_invalid",
        "Мощность в многоквартирном доме перераспределяет управляющая организация. Приложите соглашение, которое "
        "подписала она.",
    )
    flat.at(10, "20:15").reads()


def withdrawn_garage(cast: Cast) -> None:
    garage = Tale(cast, ZADONSKY, days_ago=40).application(
        "Заявка.docx", power="4", purpose="Гараж", address="Лугореченск, ГСК «Восход», бокс 3"
    ).submits()  # fmt: skip
    garage.at(1, "10:20").registers(Stage.REVIEW, "1540")
    garage.at(3, "18:35").withdraws("Гараж продан").is_read_there()


def pavilion_in_performance(cast: Cast) -> None:
    pavilion = Tale(cast, SOBOLEVSKAYA, days_ago=120).application(
        "Заявка ИП.docx", "Договор аренды участка.pdf", "План расположения энергопринимающих устройств.png",
        power="50", purpose="Торговый павильон", address="Лугореченск, ул. Привокзальная, д. 9а",
        cadastral_number="99:01:0402003:31",
    ).submits()  # fmt: skip
    pavilion.at(1, "14:00").registers(Stage.REVIEW, "1471")
    pavilion.at(10, "11:25").registers(Stage.SIGNING).sends_to_sign("Договор № 1471.docx", CONTRACT, days=14)
    pavilion.at(10, "15:10").countersigns().at(14, "09:30").signs()
    pavilion.at(28, "15:00").reports("Ведётся проектирование")
    pavilion.notes("<p>Опора у дома 9: согласовать перенос с администрацией до выезда бригады.</p>")
    pavilion.at(47, "13:20").reports("Получено разрешение на земляные работы")
    pavilion.at(63, "17:40").reports("Построена кабельная линия, 120 м").reads()


def gardeners_get_a_contract(cast: Cast) -> None:
    gardeners = Tale(cast, GARDENERS, days_ago=9).application(
        "Заявка товарищества.docx", "Доверенность.pdf", "Схема территории.png",
        type="increase", power="150", purpose="Сети садоводческого товарищества",
        address="Лугореченский район, СНТ «Энергетик-2», земли общего пользования",
        cadastral_number="99:02:0107001:3",
    ).submits()  # fmt: skip
    gardeners.at(1, "12:00").registers(Stage.REVIEW, "1579")
    gardeners.at(4, "09:05").adds("Протокол общего собрания.pdf", "Дополнительный материал")
    gardeners.at(6, "16:40").sends_to_sign("Договор № 1579.pdf", CONTRACT, days=30)


def bakery_to_pay(cast: Cast) -> None:
    shop = Tale(cast, BAKERY, days_ago=24).application(
        "Заявка.docx", "Договор аренды.pdf",
        power="30", purpose="Магазин при хлебозаводе", address="Лугореченск, ул. Заводская, д. 22, стр. 1",
    ).submits()  # fmt: skip
    shop.at(1, "15:45").registers(Stage.REVIEW, "1555")
    shop.at(11, "10:50").places("Счёт № 341.pdf", "Счёт на оплату", "Срок оплаты — пять рабочих дней")
    shop.registers(Stage.PAYMENT)
    shop.at(12, "09:20").sends_to_sign("Договор № 1555.pdf", CONTRACT, days=60).at(12, "17:05").countersigns()
    shop.sends_to_sign("Технические условия № 1555.pdf", TERMS, days=60).at(13, "10:00").countersigns()


def kiosk_has_an_offer(cast: Cast) -> None:
    kiosk = Tale(cast, SOBOLEVSKAYA, days_ago=20).application(
        "Заявка ИП.docx", "Договор аренды участка.pdf", "План расположения энергопринимающих устройств.png",
        power="12", purpose="Киоск", address="Лугореченск, ул. Привокзальная, д. 3", reliability="3", voltage="0_4",
        cadastral_number="99:01:0402003:44",
    ).submits()  # fmt: skip
    kiosk.at(1, "10:10").registers(Stage.REVIEW, "1560")
    kiosk.at(9, "12:40").offers("48600.00")


def enquiries_at_gorset(cast: Cast) -> None:
    asked = Tale(cast, ORLOVA, days_ago=34).sends(
        Enquiry.Topic.CONSULTATION,
        "<p>Здравствуйте. Можно ли перенести счётчик на опору, если участок ещё не огорожен?</p>",
    )
    asked.at(1, "11:35").answers(
        "<p>Здравствуйте, Анна Андреевна.</p><p>Можно. Приложите к заявлению <strong>план участка</strong>, "
        "выезд электромонтёра бесплатный.</p>"
    )
    asked.registers(Stage.ANSWERED, "С-204").at(1, "21:00").reads()
    Tale(cast, ZADONSKY, days_ago=1).at(0, "16:20").sends(
        Enquiry.Topic.COMPLAINT,
        "<p>С пятницы напряжение в доме падает до 180 В каждый вечер. Прошу замерить и ответить письменно.</p>",
    )
    answered = Tale(cast, GARDENERS, days_ago=20).sends(
        Enquiry.Topic.MESSAGE, "<p>Просим прислать копии актов 2019 года по трансформаторной подстанции ТП-114.</p>"
    )
    answered.at(3, "14:55").places("Акты ТП-114, 2019.pdf", "Письмо", "Копии трёх актов").registers(
        Stage.ANSWERED, "С-219"
    )


def at_res(cast: Cast) -> None:
    cottage = Tale(cast, ILYIN, days_ago=11).application(
        "Заявка.docx", "ЕГРН.pdf",
        power="15", purpose="Жилой дом", address="Посёлок Районный, ул. Полевая, д. 7",
        cadastral_number="99:05:0201002:58",
    ).submits()  # fmt: skip
    cottage.at(1, "10:00").registers(Stage.REVIEW, "88")
    Tale(cast, ORLOVA, days_ago=3).application(
        "Заявка.docx", power="8", purpose="Дача", address="Посёлок Районный, СНТ «Родник», уч. 12"
    ).submits()  # fmt: skip
    Tale(cast, ILYIN, days_ago=2).application(
        type="temporary", power="5", address="Посёлок Районный, строительный двор"
    )


def at_teploset(cast: Cast) -> None:
    workshop = Tale(cast, BAKERY, days_ago=30).application(
        "Заявка на подключение.docx", "Ситуационный план.png",
        power="0.35", purpose="Печной цех", address="Лугореченск, ул. Заводская, д. 22, стр. 3",
    ).submits()  # fmt: skip
    workshop.at(2, "11:10").registers(Stage.REVIEW, "Т-41")
    workshop.at(12, "15:30").places("Условия подключения Т-41.pdf", "Условия подключения").registers(Stage.OFFER)
    warehouse = Tale(cast, BAKERY, days_ago=140).application(
        "Заявка на подключение.docx", "Топографическая карта.pdf",
        power="0.128", purpose="Склад готовой продукции", address="Лугореченск, ул. Заводская, д. 22, стр. 5",
    ).submits()  # fmt: skip
    warehouse.at(2, "10:25").registers(Stage.REVIEW, "Т-36")
    warehouse.at(15, "14:40").places("Договор Т-36.pdf", "Договор о подключении к системе теплоснабжения")
    warehouse.registers(Stage.OFFER).at(20, "09:55").registers(Stage.PERFORMANCE)
    warehouse.at(45, "12:15").reports("Смонтирован тепловой ввод, 60 м").at(58, "16:05").reports("Проведена опрессовка")
    Tale(cast, ILYIN, days_ago=3).application(
        "Ситуационный план.png",
        power="0.0125", purpose="Индивидуальный жилой дом", address="Лугореченск, ул. Садовая, д. 14",
        cadastral_number="99:01:0203007:41",
    )  # fmt: skip
    Tale(cast, ILYIN, days_ago=1).sends(
        Enquiry.Topic.CONSULTATION, "<p>Когда у вас принимают заявки на подключение частного дома?</p>"
    )


STORIES: dict[str, tuple[Callable[[Cast], None], ...]] = {
    "gorset": (
        connected_house, pavilion_in_performance, refused_flat, withdrawn_garage, enquiries_at_gorset,
        kiosk_has_an_offer, bakery_to_pay, offer_for_a_bathhouse, missing_documents, gardeners_get_a_contract,
        garage_drafts, waiting_houses,
    ),
    "res": (at_res,),
    "teploset": (at_teploset,),
}  # fmt: skip
