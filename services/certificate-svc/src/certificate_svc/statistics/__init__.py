"""What anybody may know of what was demanded: counts so large that they lead to nobody."""
