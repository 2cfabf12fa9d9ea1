"""The command line as a file, for Sparks that are given a file to run: spark-submit deploy/spark_job.py run FOLDER --engine spark --shared FOLDER."""

import sys

from timeline.cli import main

sys.exit(main())
