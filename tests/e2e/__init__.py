"""The whole product as processes: a package, so that its county ends when its last test has run."""
