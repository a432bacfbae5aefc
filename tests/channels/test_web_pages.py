"""Pages and scripts as served: size, cache, compression, policy; and the committed build and its documents."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import httpx
import pytest

from bot.channels.pages import DIST

ROOT = DIST.parents[1]
PATHS = ("/", "/chat", "/widget.js", "/chat.js", "/demo.css", "/chat.css", "/icon.svg")
MOST_GZIP_BYTES = 20 * 1024


@pytest.mark.parametrize("path", PATHS)
def test_a_file_is_served_compressed_and_revalidated(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert http.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert http.get(path, headers={"Accept-Encoding": "identity"}).content == answer.content
    assert http.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_pages_have_a_strict_policy_that_they_keep(http: httpx.Client, path: str) -> None:
    page = http.get(path)
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text.replace("&lt;script", ""))
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page.text.split("<pre")[0])


def test_the_widget_may_be_embedded_with_an_integrity_hash(http: httpx.Client) -> None:
    answer = http.get("/widget.js", headers={"Origin": "https://www.example.gov.cn"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=600, must-revalidate"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert '<script src="/widget.js" defer' in http.get("/").text


def test_the_documented_hash_is_that_of_the_widget() -> None:
    digest = base64.b64encode(hashlib.sha384((DIST / "widget.js").read_bytes()).digest()).decode()
    assert f'integrity="sha384-{digest}"' in (ROOT / "docs/website.md").read_text()


@pytest.mark.parametrize("name", ["widget.js", "chat.js"])
def test_a_script_is_small_and_asks_nobody_else(name: str) -> None:
    script = (DIST / name).read_bytes()
    assert len(gzip.compress(script)) <= MOST_GZIP_BYTES
    hosts = set(re.findall(r"https?://([\w.-]+)", script.decode()))
    assert hosts <= {"www.w3.org"}  # names of XML name spaces, never fetched


def test_sources_never_insert_markup() -> None:
    sources = list((ROOT / "web/src").rglob("*.ts*"))
    assert len(sources) > 20
    for path in sources:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerously", path.read_text()), path
