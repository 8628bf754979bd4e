"""The theory, stated once: small scalar rules, one module for each phase of a day.

Every rule is plain Python. The Mesa members call the rules as they are, or their compiled twins; the kernel calls
the compiled twins. `theory` and `levers` are records whose fields are the parameters of `sim.theory` and
`sim.levers`; hot rules take single numbers instead, so that the compiler can turn their loops into vector code.
"""
