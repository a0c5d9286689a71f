"""Forms (报表) that departments want villages to fill, with their four statutory marks."""
