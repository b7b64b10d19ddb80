"""What the command line does: serve, load, check, back up, rotate keys."""


class Refused(Exception):
    """The command cannot be carried out; the text says why and what to do."""
