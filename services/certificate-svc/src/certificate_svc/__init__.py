"""减证明: certificate items, applications, certificates, refusals and demand records."""
