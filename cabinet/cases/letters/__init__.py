"""Who is told what about a case by letter and SMS, and in which words."""
