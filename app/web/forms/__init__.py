"""Between a form and answers: what a template asks, as a browser sends it, and back."""
