"""Addresses as they are compared: without what changes from link to link to the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|at_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|igshid|yclid|xtor|smid|cmpid|ref|ref_src|ref_url|source|share"
    r"|ocid|taid|ncid|partner|amp|outputtype",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_PAGE = re.compile(r"/(?:amp|index\.(?:html?|php))?$", re.IGNORECASE)


def plain_url(url: str) -> str:
    """What two addresses of one page have in common; empty for an empty one.

    Scheme, `www.`, a slash at the end, the fragment and parameters that only track a reader make no difference.
    """
    text = url.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:  # not an address at all
        return text.casefold()
    kept = sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0]))
    address = _HOST.sub("", host) + (f":{port}" if port not in {None, 80, 443} else "")
    address += _PAGE.sub("", unquote(parts.path).rstrip("/"))
    return address + (f"?{urlencode(kept)}" if kept else "")
