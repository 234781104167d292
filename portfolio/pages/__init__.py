"""What the page of one entity shows, at an AsOf: figures and tables, each with its sources."""
