"""Routes as BPMN 2.0: export, and import of the subset that a route can say.

The subset: one start event, one end event, user tasks, exclusive gateways (a step done only on
a condition, ways back), parallel gateways (steps side by side), and a timer on a user task as
its limit in working time. Everything else is refused with the element named.
"""

from motcua.catalogue.rules.bpmn.reading import LARGEST_BYTES, read_bpmn
from motcua.catalogue.rules.bpmn.words import EXTENSION, MODEL
from motcua.catalogue.rules.bpmn.writing import write_bpmn

__all__ = ["EXTENSION", "LARGEST_BYTES", "MODEL", "read_bpmn", "write_bpmn"]
