"""The rules of this feature: values in, values out."""
