"""Changes of regions and bodies: drafted, previewed, confirmed by a second person, in effect on their day."""
