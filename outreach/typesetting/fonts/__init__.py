"""The faces that come with us, as data; README.md lists them and their licences."""
