"""Components: every AWS resource that Holdfast declares, one component per file.

Imported as ``holdfast.components``; a component is imported from its own module, so that a program loads only
the provider modules that it uses.
"""
