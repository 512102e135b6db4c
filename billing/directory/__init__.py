"""The directory of banks by БИК, shared by all companies: operators bring it, it is never shipped with the product."""
