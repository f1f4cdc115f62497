"""The one place where Rasd's version stands."""

VERSION = "0.1.0"
