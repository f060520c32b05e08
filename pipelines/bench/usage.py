"""What a program takes: seconds of wall time and peak resident MB.

  usage.py REPORT COMMAND...

runs COMMAND in a small process of its own and writes its status, seconds and kB to REPORT: Linux counts the memory of the
process that starts a program as the program's, so that nothing here shows less than the 12 MB of this one."""

import os
import subprocess
import sys
import tempfile
import time


def measure(command, **streams):
    """Seconds, peak MB and exit status of one run; `streams` are those of subprocess."""
    with tempfile.NamedTemporaryFile("r") as report:
        subprocess.run([sys.executable, "-S", "-E", __file__, report.name, *command], check=True, **streams)
        status, seconds, kilobytes = report.read().split()
    return float(seconds), int(kilobytes) / 1024, int(status)


def main(report, *command):
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    with open(report, "w") as file:
        file.write(f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_maxrss}")


if __name__ == "__main__":
    main(*sys.argv[1:])
