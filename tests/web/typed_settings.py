"""Which settings does mypy's plugin read? The server's, with a key that signs nothing."""

import os
import tempfile

with tempfile.NamedTemporaryFile("w", suffix=".key") as key:
    key.write("a key for a tool that only looks at types, and never signs")
    key.flush()
    os.environ["LINEPROOF_SECRET_KEY_FILE"] = key.name
    from lineproof.web.server.settings import *  # noqa: F403 - all of them

del os.environ["LINEPROOF_SECRET_KEY_FILE"]  # pytest imports this too, and starts other servers
