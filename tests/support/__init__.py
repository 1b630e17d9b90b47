"""What tests share: small pages and records to make, words of PDFs to read, and other people's programs that check exports."""
