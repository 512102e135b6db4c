"""What differs between electricity and heat, as data: the pack of a company is chosen by what it carries."""
