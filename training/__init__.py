"""How the shipped models were made. Nothing here is needed to run Second Source."""
