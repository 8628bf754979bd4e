"""The model in one file: the kernel in WebAssembly, and the page around it."""
