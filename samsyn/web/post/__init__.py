"""Where a demo's mail can be read: without a mail server it is held, not sent."""
