"""E-mails and SMS: written as a row, handed to the queue after the commit, and swept if the queue loses them."""
