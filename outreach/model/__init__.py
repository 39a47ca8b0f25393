"""The words of the project and the contracts: frozen, typed and pure."""
