"""Views of the catalogue, by what they show or change."""
