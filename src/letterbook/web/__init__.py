"""What a reader meets: the pages of a publication, and the server that answers for its IRIs."""
