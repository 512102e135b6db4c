"""«Поставщики»: the guaranteeing supplier as the third side of an application."""
