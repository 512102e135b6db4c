"""Applications out of a file: the table is read, its columns are named, each line is tried, all of them are entered."""
