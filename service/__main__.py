"""`python -m service` is `rasd`."""

import sys

from service.cli import main

sys.exit(main())
