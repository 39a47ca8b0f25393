"""What staff call columns, categories, yes and no: one file per language.

``reviewed`` says whether a native speaker has read the file. The words are only ever
recognised, never shown.
"""
