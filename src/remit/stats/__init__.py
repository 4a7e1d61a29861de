"""Arrays in, frozen results out; one method a file. Import the method you want by its module."""
