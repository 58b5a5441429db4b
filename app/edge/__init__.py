"""What every request passes: who asks, whether they may, how often, and what is noted of it."""
