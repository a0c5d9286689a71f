"""Names of the directory as people look for them: by part, by pinyin, by initials."""
