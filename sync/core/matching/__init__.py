"""Which found thing is which wanted one."""
