"""Records of the clinic: frozen, valid from birth, standard library only."""
