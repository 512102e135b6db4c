"""The pages on which people arrive: the entrance, «Информация» of an applicant, «Помощь»."""
