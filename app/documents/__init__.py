"""What people and programs read: lists, letters and reports, made from finished results."""
