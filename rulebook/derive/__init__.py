"""The named pure functions that derive facts from a scheme, or from the schemes of a round."""
