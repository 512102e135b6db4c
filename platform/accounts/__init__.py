"""People: who they are, how they register and sign in, what they agreed to, who invited them."""
