"""Messages of protobuf by hand, for the few that the load scripts send."""


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def message(field, content):
    """A length-delimited field."""
    return bytes([field << 3 | 2]) + varint(len(content)) + content
