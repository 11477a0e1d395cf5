"""Prints what has to be ordered, supplier by supplier, from Figures/Stock.csv.

Run on Mondays. The order quantity fills the shelf to twice the reorder level, because
Northfell delivers late and Corrib charges 18 pounds for orders under 200 pounds.
"""

import csv
import sys
from collections import defaultdict

CORRIB_MINIMUM = 200.0


def read_stock(path):
    """Returns the rows of the stock list with numbers as numbers."""
    with open(path, newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            row["In stock"] = int(row["In stock"])
            row["Reorder at"] = int(row["Reorder at"])
            row["Price"] = float(row["Price"])
            yield row


def quantity_to_order(row):
    """How many pieces fill the shelf to twice the reorder level; 0 while there are enough."""
    if row["In stock"] > row["Reorder at"]:
        return 0
    return 2 * row["Reorder at"] - row["In stock"]


def orders(rows):
    """Groups what has to be ordered by supplier."""
    by_supplier = defaultdict(list)
    for row in rows:
        quantity = quantity_to_order(row)
        if quantity:
            by_supplier[row["Supplier"]].append((row["Article"], quantity, quantity * row["Price"]))
    return by_supplier


def main(path):
    for supplier, lines in sorted(orders(read_stock(path)).items()):
        total = sum(price for _, _, price in lines)
        print(f"{supplier}: {total:.2f}")
        for article, quantity, price in lines:
            print(f"  {article:<12} {quantity:>5}  {price:>9.2f}")
        if supplier.startswith("Corrib") and total < CORRIB_MINIMUM:
            print("  below the minimum: wait, or add rims")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "Figures/Stock.csv")
