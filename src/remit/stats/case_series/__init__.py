"""The self-controlled case series: each case is its own comparison."""
