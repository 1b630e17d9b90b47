"""A picture of one dot, and articles whose pictures lie elsewhere."""

from __future__ import annotations

import io
import random

from PIL import Image

import archiver

PIXELS = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)  # fmt: skip

PAGE = """<!DOCTYPE html><html lang="en"><head><title>The Quay at Low Water</title></head><body><article><h1>The Quay at Low Water</h1>
<p>{words}</p>{figures}<p>{words}</p></article></body></html>""".replace(
    "{words}",
    "The tide leaves the lower steps bare twice a day, and the boys of the harbour look for crabs on them. " * 6,
)


def png(width: int, height: int) -> bytes:
    """A grey picture of this size as PNG."""
    data = io.BytesIO()
    Image.new("L", (width, height), 128).save(data, "PNG")
    return data.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture of this size as PNG that cannot be packed well, as a photograph."""
    data = io.BytesIO()
    Image.frombytes("L", (width, height), random.Random(1).randbytes(width * height)).save(data, "PNG")
    return data.getvalue()


def article(*addresses: str) -> archiver.Article:
    figures = "".join(f'<figure><img src="{a}" alt="The quay"></figure>' for a in addresses)
    return archiver.normalize(PAGE.replace("{figures}", figures).encode(), url="https://harbour.example/quay")
