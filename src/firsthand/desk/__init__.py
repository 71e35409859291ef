"""Where do people work? The web room over one casebook: the same verbs as the command line, with people, roles and an inbox."""
