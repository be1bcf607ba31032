"""What stops offers and letters while screening goes on [A14, A15, K14, K15]."""

from datetime import date

from stegvis.domain.programmes import Programme


def reasons_to_wait(programme: Programme, as_of: date) -> tuple[str, ...]:
    """Return why no offer or letter may be made on ``as_of``; empty when one may.

    Every gate that lacks its decision is named, and the programme's dates.
    """
    gates = tuple(f"{gate.title} saknas" for gate in programme.closed_gates)
    if programme.is_open_on(as_of):
        return gates
    if programme.open_from and as_of < programme.open_from:
        return (*gates, f"Programmet börjar {programme.open_from}")
    return (*gates, "Programmet är avslutat")
