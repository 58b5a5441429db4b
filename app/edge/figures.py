"""The figures of the running service, in the form that Prometheus reads."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counters of one process. A route is named by its rule, never by its path."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    disputed: Counter
    store_errors: Counter

    def text(self) -> bytes:
        return generate_latest(self.registry)


def new_figures() -> Figures:
    registry = CollectorRegistry()
    return Figures(
        registry=registry,
        requests=Counter(
            "prioritise_requests",
            "Requests by route, method and status",
            ("route", "method", "status"),
            registry=registry,
        ),
        seconds=Histogram(
            "prioritise_request_seconds",
            "Time to answer, by route",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        ),
        disputed=Counter(
            "prioritise_disputed_classifications",
            "Submissions on which the two engines differed",
            registry=registry,
        ),
        store_errors=Counter(
            "prioritise_store_errors",
            "Requests that the store could not serve, by code",
            ("code",),
            registry=registry,
        ),
    )
