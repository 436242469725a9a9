"""Adds up two CSV files by one of their columns."""

import logging

from rows import read
from tinytotals import totals


def main(input, context):
    by = input["by"]
    sales = totals(read(input["sales"]), by, "amount")
    returns = totals(read(input["returns"]), by, "amount")
    logging.info("%d groups by %s", len(sales), by)
    return [
        {"name": name, "sales": sales[name], "returns": returns.get(name, 0)}
        for name in sorted(sales)
    ]
