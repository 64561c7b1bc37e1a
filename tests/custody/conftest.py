from tests.jobs.databases import database  # noqa: F401  a fixture
