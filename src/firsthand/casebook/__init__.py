"""Where is the record kept? A folder with a database and exhibits; `import firsthand` does not come here."""
