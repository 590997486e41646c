"""Makes labelled event listings of an invented Breisgau: same seed, same bytes."""
