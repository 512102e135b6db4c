"""Заявка на технологическое присоединение or, at a heat company, на подключение, on top of a case."""
