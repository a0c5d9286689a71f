"""Labels: one code on the notice board of each village; no stickers on boards."""
