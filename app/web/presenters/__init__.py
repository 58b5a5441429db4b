"""What each page shows, as small frozen objects that hold ready text: templates decide nothing."""
