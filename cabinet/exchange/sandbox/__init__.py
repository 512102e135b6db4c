"""What reads a stranger's table: a child process with little memory and nothing of the site."""
