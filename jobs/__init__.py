"""The engine for background work that needs keys: rows are the truth, Celery only runs them."""
