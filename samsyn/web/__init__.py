"""The shell: settings, addresses, start pages, the base page and its components."""
