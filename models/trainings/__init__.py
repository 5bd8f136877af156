"""Trainings: rounds for those on the three lists, their legal representatives and individuals. No rule reads them."""
