"""What the worker does with the uploads: a check, which publishes nothing, and a load; and what each tells of what it found.

`worker` takes the jobs, `watching` tells how far one is and breaks it off, `checking` and `publishing` are the two kinds, `account` is what both
tell, `quarantined` is what goes back to the agency."""
