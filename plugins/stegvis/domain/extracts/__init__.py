"""Every extract that a municipality may deliver, declared once (contract 1).

Swedish header names appear in this folder and nowhere else in the code.
"""

from stegvis.domain.extracts.af_status import AF_STATUS
from stegvis.domain.extracts.ansokan import ANSOKAN
from stegvis.domain.extracts.assessments import BEDOMNING, STODBEDOMNING
from stegvis.domain.extracts.bistand import BISTAND
from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.offers import ERBJUDANDE, PLATS
from stegvis.domain.extracts.outcomes import AVSLUT, BEFOLKNING
from stegvis.domain.extracts.participation import PLACERING, PLAN, VALBEFINNANDE

EXTRACTS: dict[str, Extract] = {
    extract.name: extract
    for extract in (
        BISTAND,
        AVSLUT,
        ANSOKAN,
        AF_STATUS,
        STODBEDOMNING,
        BEDOMNING,
        PLATS,
        ERBJUDANDE,
        PLACERING,
        PLAN,
        VALBEFINNANDE,
        BEFOLKNING,
    )
}

__all__ = ["EXTRACTS", "Column", "Extract", "Kind", "Mode", "Need"]
