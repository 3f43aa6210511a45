"""Partners on Paper: five articles and a public record, read into tables and published as a book."""
