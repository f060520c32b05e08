"""A new theme for a site of the demo: the same content, in other elements, under other names."""

import re
import zlib

TAGS = {"h3": "p", "article": "section", "ul": "div", "li": "div"}
MEMBERS = {"products": "cards", "title": "heading", "href": "target", "productImage": "picture"}


def name(word):
    """What a class word is called now."""
    return f"t{zlib.crc32(word.encode()) % 46656:x}"


def changed(html):
    """`html` in the new theme: class words, ids, data attributes, tags and the members of embedded state."""
    html = re.sub(r"""class=(["'])(.*?)\1""", lambda found: f'class="{" ".join(map(name, found[2].split()))}"', html)
    html = re.sub(r"\bitem_id_", "tile-", html)
    html = re.sub(r" data-([a-z_-]+)=", r" data-t-\1=", html)
    html = re.sub(r"<(/?)(\w+)\b", lambda found: f"<{found[1]}{TAGS.get(found[2], found[2])}", html)
    if "__NEXT_DATA__" in html:
        html = re.sub(r'"(\w+)":', lambda found: f'"{MEMBERS.get(found[1], found[1])}":', html)
    return html
