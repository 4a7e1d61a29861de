"""What the clinic works with, as versioned data."""
