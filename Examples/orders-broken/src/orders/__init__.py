"""Read, price, reserve and invoice customer orders."""
