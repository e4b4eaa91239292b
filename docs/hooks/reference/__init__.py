"""The reference of the components, made from their classes, their samples and our stacks."""
