"""The assets that wake the next stage; they carry names and counts, never people."""

from airflow.sdk import Asset

from stegvis.domain.extracts import EXTRACTS


def delivered(slug: str, extract: str) -> Asset:
    """Accepted deliveries of one extract."""
    return Asset(name=f"delivered_{slug}_{extract}", uri=f"x-stegvis://{slug}/delivered/{extract}")


def all_delivered(slug: str) -> list[Asset]:
    """One asset for each extract, in the order in which they are received."""
    return [delivered(slug, extract) for extract in EXTRACTS]


def held(slug: str) -> Asset:
    """Deliveries that wait for a person's yes."""
    return Asset(name=f"held_{slug}", uri=f"x-stegvis://{slug}/held")


def answered(slug: str) -> Asset:
    """Answers that caseworkers have given in their worklists."""
    return Asset(name=f"answered_{slug}", uri=f"x-stegvis://{slug}/answered")


def screened(slug: str) -> Asset:
    """Screening results."""
    return Asset(name=f"screened_{slug}", uri=f"x-stegvis://{slug}/screened")


def unusual_batch(slug: str) -> Asset:
    """A batch of letters so big that it waits for a person's yes."""
    return Asset(name=f"unusual_batch_{slug}", uri=f"x-stegvis://{slug}/unusual-batch")


def batch_approved(slug: str) -> Asset:
    """A person's word on such a batch."""
    return Asset(name=f"batch_approved_{slug}", uri=f"x-stegvis://{slug}/batch-approved")


def drafted(slug: str) -> Asset:
    """Drafted offers and rendered letters."""
    return Asset(name=f"drafted_{slug}", uri=f"x-stegvis://{slug}/drafted")


def purge_proposed(slug: str) -> Asset:
    """Rows and files whose time is over, and that wait for a person's yes."""
    return Asset(name=f"purge_proposed_{slug}", uri=f"x-stegvis://{slug}/purge-proposed")
