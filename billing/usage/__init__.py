"""What a company has used of the platform, written in its own schema in the transaction of each fact."""
