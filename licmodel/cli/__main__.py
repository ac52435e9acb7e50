"""``python -m licmodel.cli``."""

import sys

from licmodel.cli import main

sys.exit(main())
