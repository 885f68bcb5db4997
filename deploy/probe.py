"""Asks the web server of this container whether it is well: python deploy/probe.py 8000. The exit code answers."""

import os
import sys
import urllib.request


def main() -> int:
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    address = f"http://127.0.0.1:{sys.argv[1]}/sante/"
    try:
        urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=8)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
