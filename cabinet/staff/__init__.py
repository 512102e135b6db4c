"""«Сотрудники»: who works here, in which role, and who is asked to."""
