"""Names of documents: what a company asks for and sends, with explanations and template files."""
