"""Files that pages are written into: one page, a folder, a growing page, a vault, a site, lists of references."""
