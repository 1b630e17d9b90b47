"""Archiver: dirty web articles in, archival XML, PDF, EPUB and TEI out."""
