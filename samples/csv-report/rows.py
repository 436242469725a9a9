"""Reads the rows of a CSV file; shared by the scripts of this folder."""

import csv
import io


def read(text):
    return list(csv.DictReader(io.StringIO(text)))
