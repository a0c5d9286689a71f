"""Teams of named people of several bodies (到村检查组), the city's invited ones too, who visit by a plan or draw."""
