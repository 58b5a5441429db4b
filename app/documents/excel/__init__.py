"""Schemes in workbooks: a template to fill in, and the answers read from one."""
