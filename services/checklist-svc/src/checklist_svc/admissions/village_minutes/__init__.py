"""What villages were asked for, in minutes: by tasks, forms, visits, boards and papers. Computed, kept nowhere."""
