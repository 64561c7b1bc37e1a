import pytest

from accounts import services
from accounts.exceptions import SignInRefused, SlowDown
from accounts.models import SignIn, User
from accounts.sealing import WORDS, UnknownWord
from tests.cast import PASSWORD, Cast, Person

HERE, THERE = "192.0.2.1", "192.0.2.2"
NOBODYS = " ".join(WORDS[:7])


def test_her_words_open_her_key_however_they_are_written(ani: Person) -> None:
    written = ", ".join(word.upper() for word in ani.secret.split())
    entered = services.enter_with_words(written, HERE)
    assert entered.user == ani.user
    assert entered.key.to_bytes() == ani.unlocked.key.to_bytes()


@pytest.mark.parametrize("change", ["reverse", "shorten", "nobody's"])
def test_other_words_open_nothing(ani: Person, change: str) -> None:
    words = ani.secret.split()
    tried = {"reverse": words[::-1], "shorten": words[:6], "nobody's": NOBODYS.split()}[change]
    with pytest.raises(SignInRefused):
        services.enter_with_words(" ".join(tried), HERE)


def test_a_word_that_is_not_on_the_list_is_named_and_costs_no_try(ani: Person) -> None:
    for _ in range(9):
        with pytest.raises(UnknownWord) as error:
            services.enter_with_words(f"{ani.secret} qqqq", HERE)
        assert error.value.word == "qqqq"
    assert services.enter_with_words(ani.secret, HERE)


def test_the_words_are_stored_nowhere(ani: Person) -> None:
    row = SignIn.objects.get(user=ani.user)
    stored = bytes(row.lookup) + bytes(row.sealed_private_key)
    assert not [word for word in ani.secret.split() if word.encode() in stored]


def test_after_five_failures_even_the_right_words_have_to_wait(ani: Person) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            services.enter_with_words(NOBODYS, HERE)
    with pytest.raises(SlowDown):
        services.enter_with_words(ani.secret, HERE)
    assert services.enter_with_words(ani.secret, THERE)


def test_new_words_take_the_place_of_the_old(ani: Person) -> None:
    words = services.draw_words()
    services.renew_words(ani.unlocked, words)
    assert services.enter_with_words(" ".join(words), HERE).user == ani.user
    with pytest.raises(SignInRefused):
        services.enter_with_words(ani.secret, HERE)


def test_a_recovery_code_opens_the_same_key(ani: Person) -> None:
    code = services.give_recovery_code(ani.unlocked)
    entered = services.enter_with_recovery_code(code.lower().replace("-", " "), HERE)
    assert entered.key.to_bytes() == ani.unlocked.key.to_bytes()


def test_a_second_recovery_code_replaces_the_first(ani: Person) -> None:
    first, _second = (services.give_recovery_code(ani.unlocked) for _ in range(2))
    with pytest.raises(SignInRefused):
        services.enter_with_recovery_code(first, HERE)


def test_no_recovery_code_at_all_is_refused_and_counted(ani: Person) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            services.enter_with_recovery_code("not a code", HERE)
    with pytest.raises(SlowDown):
        services.enter_with_recovery_code("not a code", HERE)


def test_a_password_opens_the_staff_key(cast: Cast) -> None:
    entered = services.enter_with_password(" BUDI@contoh.id ", PASSWORD, HERE)
    assert entered.key.to_bytes() == cast.budi.unlocked.key.to_bytes()


@pytest.mark.parametrize("email", ["budi@contoh.id", "nobody@contoh.id"])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(cast: Cast, email: str) -> None:
    with pytest.raises(SignInRefused):
        services.enter_with_password(email, "a password that is not hers", HERE)


def test_many_clients_guess_one_password_no_faster_than_one(cast: Cast) -> None:
    for number in range(5):
        with pytest.raises(SignInRefused):
            services.enter_with_password(cast.budi.email, "a wrong one", f"192.0.2.{number}")
    with pytest.raises(SlowDown):
        services.enter_with_password(cast.budi.email, PASSWORD, "192.0.2.99")


def test_entering_with_an_own_account_buys_no_tries_at_another(cast: Cast) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            services.enter_with_password(cast.budi.email, "a wrong one", HERE)
        services.enter_with_password(cast.citra.email, PASSWORD, HERE)
    with pytest.raises(SlowDown):
        services.enter_with_password(cast.budi.email, "a wrong one", HERE)


def test_a_deactivated_account_is_not_entered(cast: Cast) -> None:
    User.objects.filter(pk__in=(cast.ani.user.pk, cast.budi.user.pk)).update(is_active=False)
    with pytest.raises(SignInRefused):
        services.enter_with_words(cast.ani.secret, HERE)
    with pytest.raises(SignInRefused):
        services.enter_with_password(cast.budi.email, PASSWORD, HERE)


def test_a_secret_is_confirmed_for_its_own_person_only(cast: Cast) -> None:
    services.confirm_secret(cast.ani.user, cast.ani.secret, HERE)
    services.confirm_secret(cast.budi.user, PASSWORD, HERE)
    with pytest.raises(SignInRefused):
        services.confirm_secret(cast.ani.user, NOBODYS, HERE)
    with pytest.raises(SignInRefused):
        services.confirm_secret(cast.budi.user, "another password", HERE)


def test_words_of_another_owner_confirm_nothing(cast: Cast) -> None:
    other = services.enrol_owner()
    with pytest.raises(SignInRefused):
        services.confirm_secret(cast.ani.user, " ".join(other.words), HERE)
