"""What can go wrong while a download of the OAI is read."""


class OaiError(Exception):
    """The download cannot be imported at all."""


class UnusableImageError(OaiError):
    """A series or film that cannot be used; the message is the reason in the import report."""
