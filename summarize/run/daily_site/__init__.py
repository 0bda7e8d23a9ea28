"""A run of ``summarize daily``: from announcements to the folder of a site."""
