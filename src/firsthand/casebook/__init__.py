"""Where is the record kept? A folder with a database and exhibits; `import firsthand` does not come here."""

from firsthand.casebook import setup

setup.start()  # Django's models cannot be imported before it, whichever module of this folder is wanted first
