"""Sample data: a half year of Ba Vì whose totals are the published ones, and one of Tây Hồ."""
