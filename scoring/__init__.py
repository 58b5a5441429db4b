"""Scoring turns criteria and levels into exact totals, ranks and the reasons for them."""
