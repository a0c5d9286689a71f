"""The county's programme (实施方案): measures with who answers for them, a deadline and a success that is computed."""
