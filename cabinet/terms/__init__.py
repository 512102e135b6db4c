"""Сроки заявки: what the clock of the law says of one case, read from its feed by `cabinet.deadlines`."""
