"""All cases worked by hand."""

from tests.licensing.case import Case
from tests.licensing.people_cases import PEOPLE
from tests.licensing.server_cases import SERVERS
from tests.licensing.supplier_cases import SUPPLIERS

GOLDEN: tuple[Case, ...] = (*SERVERS, *PEOPLE, *SUPPLIERS)
