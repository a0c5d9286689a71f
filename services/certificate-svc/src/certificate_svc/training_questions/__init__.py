"""What is asked about issuing certificates, at trainings and between them, and answered for all."""
