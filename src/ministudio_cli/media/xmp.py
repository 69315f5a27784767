"""Plain metadata (XMP) in films and pictures: title, language, what made them, and their digital source type."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from ministudio_cli.errors import CheckFailed

_UUID = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")
"""The box of MP4 in which XMP stands (XMP specification, part 3)."""
_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXT = b"XML:com.adobe.xmp\0\0\0\0\0"
"""How the text chunk of a PNG begins: its keyword, not compressed, without a language."""
_PNG_HEAD = len(_PNG) + 25
"""Where a PNG's first chunk, its header, ends."""
_MOST = 1 << 20
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>ministudio</xmp:CreatorTool>
   <Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is written: `source` is the address of a digital source type, `language` a BCP 47 tag."""

    title: str
    description: str
    language: str
    source: str

    def packet(self) -> bytes:
        """The XMP packet: the same values give the same bytes."""
        values = {name: escape(_clean(getattr(self, name))) for name in ("title", "description", "language", "source")}
        return _PACKET.format(**values).encode()


def into_film(path: Path, metadata: Metadata) -> None:
    """Append the packet to an MP4 as a box of its own, which players pass over."""
    packet = metadata.packet()
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + _UUID + packet)


def into_picture(path: Path, metadata: Metadata) -> None:
    """Put the packet into a JPEG behind its first marker, or into a PNG behind its header. Raises CheckFailed where it
    is neither.
    """
    path.write_bytes(with_metadata(path.read_bytes(), metadata, path.name))


def with_metadata(data: bytes, metadata: Metadata, name: str) -> bytes:
    """The bytes of a JPEG or a PNG with the packet in them. Raises CheckFailed, which says `name`."""
    if data.startswith(_PNG):
        chunk = b"iTXt" + _PNG_TEXT + metadata.packet()
        framed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        return data[:_PNG_HEAD] + framed + data[_PNG_HEAD:]
    packet = _JPEG + metadata.packet()
    if data[:2] != b"\xff\xd8" or len(packet) > 65_533:
        raise CheckFailed(f"{name} cannot carry metadata", hint="report this with the screenplay")
    return data[:2] + struct.pack(">HH", 0xFFE1, len(packet) + 2) + packet + data[2:]


def of_file(path: Path) -> dict[str, str]:
    """The title, description, language and source that a film or a picture says of itself; empty where it says none."""
    packet = _in_film(path) or _in_picture(path)
    text = packet.decode("utf-8", "replace")
    found = {}
    for name, tag in (("title", "dc:title"), ("description", "dc:description"), ("language", "dc:language"),
                      ("source", "Iptc4xmpExt:DigitalSourceType"), ("tool", "xmp:CreatorTool")):  # fmt: skip
        match = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        if match:
            found[name] = _plain(re.sub(r"<[^>]*>", "", match[1]).strip())
    return found


def boxes(path: Path) -> list[tuple[str, int, int]]:
    """The outermost boxes of an MP4: (kind, first byte, bytes); empty where the file is none."""
    whole, at, found = path.stat().st_size, 0, []
    with path.open("rb") as file:
        while at + 8 <= whole:
            file.seek(at)
            size, kind = struct.unpack(">I4s", file.read(8))
            if size == 1:
                size = struct.unpack(">Q", file.read(8))[0]
            elif size == 0:
                size = whole - at
            if size < 8 or at + size > whole or not kind.isalnum():
                return []
            found.append((kind.decode("ascii", "replace"), at, size))
            at += size
    return found


def _in_film(path: Path) -> bytes:
    for kind, at, size in boxes(path):
        if kind == "uuid" and size < _MOST:
            with path.open("rb") as file:
                file.seek(at + 8)
                if file.read(16) == _UUID:
                    return file.read(size - 24)
    return b""


def _in_picture(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(1 << 17)
    if head.startswith(_PNG):
        start = head.find(_PNG_TEXT)
        size = struct.unpack(">I", head[start - 8 : start - 4])[0] if start > _PNG_HEAD else 0
        return head[start + len(_PNG_TEXT) : start + size] if size else b""
    start = head.find(_JPEG)
    if head[:2] != b"\xff\xd8" or start < 4:
        return b""
    size = struct.unpack(">H", head[start - 2 : start])[0]
    return head[start + len(_JPEG) : start - 2 + size]


def _clean(text: str) -> str:
    """Without the signs that XML does not have."""
    return "".join(sign for sign in text if sign in "\t\n" or ord(sign) >= 32)


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
