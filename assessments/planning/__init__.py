"""What to do in which week: a schedule computed under prerequisites, capacity, budget and change load.

Generic: any activities on any resources. `initiatives` makes a problem of the catalogue and a client's scores.
"""
