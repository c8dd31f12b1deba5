"""Who reacts to what: event → functions in order. A reaction is written so that it may repeat."""

from motcua.dossiers import jobs as dossiers
from motcua.storage.events import Reactions

REACTIONS: Reactions = {
    "calendar_changed": (dossiers.recalculate_open,),
    "dossier.issue_result": (dossiers.tell_parent,),
}
