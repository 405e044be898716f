"""From the maturity of the documents to an AACE class with its reasons."""
