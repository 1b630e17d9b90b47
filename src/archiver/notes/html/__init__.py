"""Notes of HTML pages: families that look and claim, and the resolver that decides."""
