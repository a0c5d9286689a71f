"""Reviews (联合审核): each reviewing body gives its opinion on an application by its own people (LST-02)."""
