"""The migrations, a file each, with the statements that they make beside them."""
