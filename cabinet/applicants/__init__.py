"""«Данные» of an applicant, what they are asked and when; «Заявители» of the company's staff."""
