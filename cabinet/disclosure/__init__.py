"""What a company shows of applications to everybody: «Где моя заявка», and the table that the standards demand."""
