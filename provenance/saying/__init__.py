"""Records and answers in words, for the command line, reports and pages alike. Prints nothing."""
