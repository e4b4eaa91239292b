"""What MkDocs calls while it builds the site; no part of the site itself."""
