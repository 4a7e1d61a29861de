"""The consultation: timeline, links, association, report."""
