"""The plan of a stack: settings in, plain frozen values out; arithmetic lives here."""
