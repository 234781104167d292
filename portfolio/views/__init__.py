"""The pages: they read the request through a form, ask a report, and hand it to a template."""
