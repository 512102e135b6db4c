"""«Счёт»: what an applicant is asked to pay for a connection."""
