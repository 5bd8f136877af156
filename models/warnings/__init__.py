"""Early warning: series of counts, and on which days or weeks one stands out from its own past."""
