"""Campaigns: promotions such as Double 11, what is asked of platforms before, who is enrolled, and how that stands."""
