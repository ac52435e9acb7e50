"""The pages in a browser: what the command line answers, for people who do not use one."""
