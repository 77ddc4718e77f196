"""Reads a download of the Osteoarthritis Initiative (OAI) into the cache that training reads."""
