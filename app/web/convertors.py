"""Numbers in addresses: `{number:int}` matches only what the database can hold, anything else is an address nobody has."""

from starlette.convertors import IntegerConvertor, register_url_convertor


class RowNumber(IntegerConvertor):
    """From 1, written in one way only, below 2**63. Starlette's own takes five thousand digits, and Python then refuses
    to read them (int_max_str_digits)."""

    regex = "[1-9][0-9]{0,17}|[1-8][0-9]{18}"


register_url_convertor("int", RowNumber())
