"""What goes over the wire: which addresses may be called, and how a delivery is signed."""
