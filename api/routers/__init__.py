"""One module for each concept; every route below /v1 names the scope that it needs in its signature."""
