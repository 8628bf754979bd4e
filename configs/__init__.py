"""The words a designer may edit: scenarios, plans, designs and experiments, as YAML beside this file."""
