"""From the theory in `sim` to what a browser needs: a WebAssembly module, and tables of all that the page shows."""
