"""Rules for web servers that host the site as it stands: nginx, Apache, static hosts, and a redirect from w3id.org.

All are made from the table of ``negotiation``. Apache and nginx compare no quality values in such rules; they take the first
name in the header that they know and that is not refused, and else the page. That is right for clients that name what they
want most first; ``letterbook serve`` is right for all, and alone answers 406.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from letterbook.web.answers import PAGE_POLICY
from letterbook.web.negotiation import ALIASES, HTML, MEDIA_TYPES

_ASIDE = "nq"
"""Comunica names N-Quads first, and finds nothing in them when it asks a document for triples; so they are given to who names nothing else."""

_TYPES = {
    **MEDIA_TYPES,
    "txt": "text/plain",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
    "xml": "application/xml",
}
"""The media types of all files of a site."""

_DATA = tuple(suffix for suffix in MEDIA_TYPES if suffix != HTML)


def host_files(base: str, gone: Iterable[str] = (), folders: Iterable[str] = ()) -> Mapping[str, bytes]:
    """The files with rules, by their path in the build.

    Form:    those below ``site/`` work where they lie; those below ``hosting/`` are for the administrator of a server.
             ``gone`` are the paths of documents that are no more, which answer 410 with the page at that path; ``folders``
             those of pages in other languages, each with a slash after it.
    """
    path = urlsplit(base).path or "/"
    names, tongues = sorted(gone), sorted(folders)
    return {
        "site/.htaccess": _apache(path, names, tongues).encode(),
        "site/_headers": _static_headers(path).encode(),
        "site/_redirects": _static_redirects(path, names, tongues).encode(),
        **({"site/gone.txt": _tombstones(base, names).encode()} if names else {}),
        "hosting/nginx.conf": _nginx(path, names, tongues).encode(),
        "hosting/w3id.htaccess": _w3id(base).encode(),
    }


def _names(suffix: str) -> str:
    """A pattern of all names of a representation; an unescaped + or . would match too much."""
    names = [MEDIA_TYPES[suffix], *(alias for alias, meant in ALIASES.items() if meant == suffix)]
    return "|".join(re.escape(name).replace("\\-", "-") for name in names)


_IN_TURN = (*(suffix for suffix in MEDIA_TYPES if suffix != _ASIDE), _ASIDE)

_END = r"(?=\s*(?:[,;]|$))(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"
"""The end of a name in a header, where the name is not refused by q=0."""


def _first(suffix: str) -> str:
    """A header whose first known name is this one: before it stand only names that mean nothing here, or are refused.

    Every repetition is possessive, so a hostile header costs no more time than it has characters.
    """
    known = "|".join(_names(each) for each in MEDIA_TYPES if each != _ASIDE or suffix == _ASIDE)
    return rf"^(?:(?!\s*(?:{known}){_END})[^,]*+,)*+\s*(?:{_names(suffix)}){_END}"


def _one_of(folders: list[str]) -> str:
    """A pattern of a folder of pages in another language; of nothing where there is none."""
    return "|".join(map(re.escape, folders)) or "(?!)"


_FORM = r"(?:/evidence)?(?:\.(?:" + "|".join((*MEDIA_TYPES, "txt")) + "))?"
"""What may stand behind the path of a document."""


def _nginx(path: str, gone: list[str], tongues: list[str]) -> str:
    maps = "\n".join(f'    "~*{_first(suffix)}" {suffix};' for suffix in _IN_TURN)
    types = "\n".join(f"        {media_type} {suffix};" for suffix, media_type in _TYPES.items())
    stem, folder = re.escape(path.rstrip("/")), _one_of(tongues)
    tombs = "".join(
        f'    location ~ "^{stem}/(?:{folder})?{re.escape(name)}{_FORM}$" {{ error_page 410 @gone; return 410; }}\n'
        for name in gone
    )
    if gone:
        tombs += f'    location @gone {{ rewrite "^{stem}/(.+?){_FORM}$" /$1.html break; }}\n'
    # The site's folder has no part for the path of the base; so that is cut off before a file is looked for.
    cut = "" if path == "/" else f"        rewrite ^{stem}/(.*)$ /$1 break;\n"
    return f"""\
# nginx: include this file at the level of http, and set server_name and the folder in the two marked lines.
map $http_accept $letterbook_suffix {{
    default html;
{maps}
}}
map $request_uri $letterbook_folder {{
    default "";
    "~^{stem}/(?<tongue>{folder})" $tongue;
}}
server {{
    listen 80;
    server_name localhost;  # mark: your host
    root /srv/letterbook/build/site;  # mark: your folder
    charset utf-8;
    charset_types text/plain text/turtle text/css text/javascript;
    etag on;
    gzip on;
    gzip_vary on;
    gzip_types text/plain text/css text/turtle application/n-triples application/n-quads application/ld+json application/rdf+xml;
    types {{
{types}
    }}
    add_header Access-Control-Allow-Origin "*" always;
    add_header X-Content-Type-Options nosniff always;
    add_header Content-Security-Policy "{PAGE_POLICY}" always;
    add_header Vary Accept always;
    error_page 404 {path}${{letterbook_folder}}404.html;
    location = /.well-known/void {{ return 303 {path}void; }}
    location ~ /[._] {{ return 404; }}
    location = {path} {{
        if ($letterbook_suffix != html) {{ return 303 {path}about; }}
{cut}        try_files /index.html /about.$letterbook_suffix /about.ttl =404;
    }}
{tombs}    location {path} {{
{cut}        try_files $uri $uri.$letterbook_suffix $uri.ttl =404;
    }}
}}
"""


def _apache(path: str, gone: list[str], tongues: list[str]) -> str:
    types = "\n".join(f"AddType {media_type} .{suffix}" for suffix, media_type in _TYPES.items())
    rules = "\n".join(
        f'RewriteCond %{{HTTP:Accept}} "{_first(suffix)}" [NC]\n'
        f"RewriteCond %{{REQUEST_FILENAME}}.{suffix} -f\n"
        f"RewriteRule ^(.+)$ $1.{suffix} [L]"
        for suffix in _IN_TURN
    )
    last = "\n".join(
        f"RewriteCond %{{REQUEST_FILENAME}}.{suffix} -f\nRewriteRule ^(.+)$ $1.{suffix} [L]" for suffix in (HTML, "ttl")
    )
    wanted = " [NC,OR]\n".join(f'RewriteCond %{{HTTP:Accept}} "{_first(suffix)}"' for suffix in _DATA)
    folder = _one_of(tongues)
    tombs = "".join(
        f"RewriteRule ^((?:{folder})?{re.escape(name)}){_FORM}$ - [E=LETTERBOOK_GONE:$1,G]\n" for name in gone
    )
    return f"""\
# Apache: works where it lies, with AllowOverride FileInfo Indexes Options and mod_rewrite, mod_headers, mod_mime.
Options -Indexes -MultiViews
DirectorySlash Off
DirectoryIndex index.html about.html
AddDefaultCharset utf-8
{types}
AddCharset utf-8 .ttl .txt .html .css .js
<IfModule mod_headers.c>
    Header always set Access-Control-Allow-Origin "*"
    Header always set X-Content-Type-Options nosniff
    Header always set Content-Security-Policy "{PAGE_POLICY}"
    Header always merge Vary Accept
</IfModule>
RewriteEngine On
RewriteOptions AllowNoSlash
RewriteBase {path}
ErrorDocument 404 {path}%{{env:LETTERBOOK_FOLDER}}404.html
ErrorDocument 410 {path}%{{env:LETTERBOOK_GONE}}.html
RewriteCond %{{ENV:REDIRECT_STATUS}} ^4
RewriteRule ^ - [L]
RewriteRule ^({folder}) - [E=LETTERBOOK_FOLDER:$1]
RewriteRule ^\\.well-known/void$ {path}void [R=303,L]
RewriteRule (?:^|/)[._] - [R=404,L]
{wanted} [NC]
RewriteRule ^$ {path}about [R=303,L]
{tombs}RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
{rules}
{last}
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule ^.+$ - [R=404,L]
"""


def _static_headers(path: str) -> str:
    """For hosts that read ``_headers``: the type and the open door for each suffix."""
    common = f"  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n  Content-Security-Policy: {PAGE_POLICY}\n"
    parts = [f"{path}*\n{common}"]
    for suffix in _DATA:
        charset = "; charset=utf-8" if MEDIA_TYPES[suffix].startswith("text/") else ""
        parts.append(f"{path}*.{suffix}\n  Content-Type: {MEDIA_TYPES[suffix]}{charset}\n")
    parts.append(f"{path}*.txt\n  Content-Type: text/plain; charset=utf-8\n")
    return "".join(parts)


def _static_redirects(path: str, gone: list[str], tongues: list[str]) -> str:
    """For hosts that read ``_redirects``: they cannot negotiate, so a document is its page, and each form has its suffix."""
    tombs = "".join(f"{path}{name}{rest} {path}{name}.html 410!\n" for name in gone for rest in ("", ".html", "/*"))
    absent = "".join(f"{path}{folder}* {path}{folder}404.html 404\n" for folder in (*tongues, ""))
    return f"/.well-known/void {path}void.ttl 303\n{tombs}{absent}"


def _tombstones(base: str, gone: list[str]) -> str:
    """What is gone, an IRI a line: for readers whom a host sends here, and for those who check that it is told so."""
    lines = "".join(f"{base}{name}\n" for name in gone)
    return (
        f"These documents are no longer published. Their addresses stay reserved and will name nothing else.\n\n{lines}"
    )


def _w3id(base: str) -> str:
    return f"""\
# For a folder of w3id.org: everything below it is sent on to where the letterbook is hosted, which negotiates itself.
Options +FollowSymLinks
RewriteEngine On
RewriteRule ^(.*)$ {base}$1 [R=302,L,NE]
"""
