"""The fictional people answer what is asked, and each asks for something of her own."""

from packets.demonstration.people import STORIES
from resources.plan import make_plan
from resources.questionnaire import questionnaire


def test_their_answers_are_answers_to_the_questions() -> None:
    for story in STORIES:
        questionnaire().check_answers(story.gate | story.risk)
        assert set(questionnaire().core) <= set(story.risk)


def test_each_is_on_a_path_of_her_own_and_asks_for_something_else() -> None:
    paths = [make_plan(story.gate | story.risk).lead_path for story in STORIES]
    assert [path.id for path in paths if path] == ["ancaman", "serumah", "anak"]
    assert len({story.need for story in STORIES}) == len(STORIES)
