import pytest
from django.apps import apps
from django.db import connections

from kbgo.routers import SHRED_MODELS, ShredRouter


def test_every_model_but_the_shred_secrets_lives_in_the_main_database() -> None:
    router = ShredRouter()
    for model in apps.get_models():
        meta = model._meta
        assert meta.model_name is not None
        is_shred = (meta.app_label, meta.model_name) in SHRED_MODELS
        assert router.db_for_write(model) == ("shred" if is_shred else None)
        assert router.allow_migrate("shred", meta.app_label, meta.model_name) is is_shred
        assert router.allow_migrate("default", meta.app_label, meta.model_name) is not is_shred


@pytest.mark.django_db
def test_the_shred_database_holds_one_table() -> None:
    names = set(connections["shred"].introspection.table_names())
    assert names == {apps.get_model("cases", "ShredSecret")._meta.db_table, "django_migrations"}
    assert names - {"django_migrations"} <= set(
        connections["shred"].introspection.table_names()
    ) - set(connections["default"].introspection.table_names())


def test_data_migrations_touch_the_main_database_only() -> None:
    assert ShredRouter().allow_migrate("default", "cases") is True
    assert ShredRouter().allow_migrate("shred", "cases") is False
