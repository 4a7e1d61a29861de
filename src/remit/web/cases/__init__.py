"""Cases: whose clinical record it is, at which site, and the account of the participant."""
