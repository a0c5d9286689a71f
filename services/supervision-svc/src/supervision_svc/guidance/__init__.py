"""Guidance visits (上门会商): the county's bodies go to the township and agree on how to repair."""
