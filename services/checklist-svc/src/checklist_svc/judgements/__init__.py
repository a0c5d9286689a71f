"""What a demand on a village is, judged by its words; nothing is stored."""
