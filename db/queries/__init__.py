"""Reading per aggregate; gives out records, never ORM objects."""
