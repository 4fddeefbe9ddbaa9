"""What every page shares: dependencies, rendering, forms, errors, protection, prebuilt pages, the base template.

Words: page (one frozen dataclass per template), fragment (the template's `screen` block, for htmx), prebuilt (bytes
made and compressed once, the same for everyone).
"""

from app.web import convertors as convertors  # before any route is declared
