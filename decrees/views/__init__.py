"""Pages of decrees: everybody in office reads them, staff write them, staff and their controllers mark their items."""
