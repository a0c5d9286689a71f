"""Generated requests to every route: a package, so that its county ends when its last test has run."""
