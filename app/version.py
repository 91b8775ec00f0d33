"""The version of the product, as printed in reports and by the command line."""

VERSION = "0.1.0"
