"""Runs pytest for one wall after another, each in a child of a process that has imported everything already.

Reads a JSON list of arguments a line, answers {"code", "output"} a line. Only for walls in the database: what has been
imported stays as it was.
"""

import json
import os
import sys


def main() -> None:
    import pytest

    import tests.isolation.whole  # noqa: F401  # imported once, for all children

    for line in sys.stdin:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(write, 1)
            os.dup2(write, 2)
            # What is imported already can't be rewritten any more.
            code = int(pytest.main(["--assert=plain", *json.loads(line)]))
            sys.stdout.flush()
            os._exit(code)
        os.close(write)
        with os.fdopen(read, encoding="utf-8", errors="replace") as output:
            text = output.read()
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status), "output": text}), flush=True)


if __name__ == "__main__":
    main()
