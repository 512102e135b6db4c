from decimal import Decimal

from ui import forms


class KeyRateForm(forms.Form):
    valid_from = forms.DateField(label="Действует с", missing="Введите день, с которого действует ставка")
    percent = forms.DecimalField(
        label="Ставка, % годовых", max_digits=5, decimal_places=2, width=8,
        missing="Введите ставку в процентах годовых", min_value=Decimal("0.01"), max_value=Decimal("99.99"),
        error_messages={
            "min_value": "Введите ставку больше нуля", "max_value": "Введите ставку меньше 100 %: например 16,5",
        },
    )  # fmt: skip
    source = forms.CharField(
        label="Источник", max_length=300, missing="Напишите, откуда ставка",
        help_text="Например: информационное сообщение Банка России от 24.10.2025",
    )  # fmt: skip
