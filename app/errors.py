"""What the service refuses, each by a name, a stable code and a sentence that says what to do."""

from collections.abc import Sequence

from rulebook.problem import Problem


class ServiceError(Exception):
    """Something was asked for that cannot be done. `problems` names fields where there are any."""

    code = "refused"

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class NotFound(ServiceError):
    """There is no such thing, or none that this person may know of."""

    code = "not_found"


class SignInNeeded(ServiceError):
    """Nobody has said who is asking, or the key does not hold."""

    code = "sign_in_needed"


class NotFromHere(ServiceError):
    """A browser was asked to change something, and does not show that one of our pages asked."""

    code = "not_from_here"


class SignInRefused(ServiceError):
    """Somebody tried to sign in, and the account does not let them in here."""

    code = "sign_in_refused"


class ProviderFailed(ServiceError):
    """The service that keeps the accounts cannot be reached, or answers what cannot be trusted."""

    code = "provider_failed"


class NotPermitted(ServiceError):
    """The roles of this person do not include this."""

    code = "not_permitted"


class NotNow(ServiceError):
    """It cannot be done in the present state, or on this day."""

    code = "not_now"


class Taken(ServiceError):
    """Another one has this name already."""

    code = "taken"


class VersionNeeded(ServiceError):
    """A change has to say which version it changes."""

    code = "version_needed"


class Changed(ServiceError):
    """Somebody else has changed it since it was read."""

    code = "changed"


class Unreadable(ServiceError):
    """What was sent is not in the form that it should have, so that it cannot be read at all."""

    code = "unreadable"


class WrongKind(ServiceError):
    """What was sent is of a kind that is not taken here."""

    code = "wrong_media_type"


class Invalid(ServiceError):
    """What was given is understood, and cannot be taken as it is."""

    code = "invalid"


class LooksPersonal(ServiceError):
    """A text may hold the details of a person. It can be saved once somebody has looked."""

    code = "looks_personal"


class KeyReused(ServiceError):
    """An Idempotency-Key was used before, for something else."""

    code = "idempotency_key_reused"


class TooMany(ServiceError):
    """More was asked for than one caller may ask in this time."""

    code = "too_many_requests"

    def __init__(self, message: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(message)


class StoreError(ServiceError):
    """The store cannot do its work now: nothing was changed, and the same request may go later."""

    code = "store_unavailable"


class StoreBusy(StoreError):
    """Others kept the store busy for too long."""

    code = "store_busy"


class StoreFull(StoreError):
    """There is no room left on the disk."""

    code = "store_full"


class StoreReadOnly(StoreError):
    """The store can be read and not written."""

    code = "store_read_only"
