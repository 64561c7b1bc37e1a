import pytest

from resources.incident_forms import incident_form, incident_forms, taxonomy


def test_the_publishers_lists_have_their_published_length():
    lengths = {scheme.id: len(scheme.items) for scheme in taxonomy().schemes}
    assert lengths == {"komnas8": 8, "komnas9": 9, "komnas5": 5, "safenet": 8}
    assert len(incident_forms()) == 17


@pytest.mark.parametrize("scheme", taxonomy().schemes, ids=lambda scheme: scheme.id)
def test_each_item_of_a_publisher_is_reached_by_one_of_our_forms(scheme):
    reached = {item for form in incident_forms() for item in form.counted_as(scheme.id)}
    assert reached == {item.id for item in scheme.items}


def test_each_form_counts_once_with_safenet():
    assert all(len(form.counted_as("safenet")) == 1 for form in incident_forms())


def test_one_form_is_found_by_its_id():
    assert incident_form("ncii").counted_as("komnas9") == ("revenge_porn",)
    assert incident_form("grooming").counted_as("komnas9") == ()
    assert incident_form("entah") is None
