"""Briefs (交流发言、述职摘录): what a county and its townships can say of themselves from published figures."""
