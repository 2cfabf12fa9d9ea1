"""Entering a referral to MARAC by hand: whom it is about is found first, then the form is filled in, read through and kept."""
