"""Fields that must not be readable in a dump: AES-GCM with a key id per row, and a keyed blind index.

Keys live outside the database (`SAMSYN_DATA_DIR/keys.json`, mode 600, or SAMSYN_KEYS in the environment).
The number space of identity numbers is small, so the index key is a key of its own. Earlier keys stay: data keys to
read older rows with, index keys to find them by, until all rows are renewed, and after an older backup is put back.
"""

import base64
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class KeyMissing(Exception):
    """A row names a key that this installation does not have."""


def _key_file() -> Path:
    return Path(settings.SAMSYN_DATA_DIR) / "keys.json"


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _draft(keys: dict[str, Any]) -> Path:
    """The keys in a file beside the real one, safely on the disk."""
    draft = _key_file().with_suffix(f".{os.getpid()}.new")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.touch(mode=0o600)
    with draft.open("w") as file:
        file.write(json.dumps(keys, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _write_first(keys: dict[str, Any]) -> None:
    """Two processes that start together must not each make their own: the first one's file stays."""
    draft = _draft(keys)
    try:
        os.link(draft, _key_file())
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _keys() -> dict[str, Any]:
    """As they stand now: another process may have added one."""
    if given := os.environ.get("SAMSYN_KEYS"):
        return _in_environment(given)
    file = _key_file()
    try:
        status = file.stat()
    except FileNotFoundError:
        first = f"k{secrets.token_hex(3)}"
        _write_first({"current": first, "data": {first: _new_key()}, "index": _new_key()})
        status = file.stat()
    return _in_file(file, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=1)
def _in_environment(text: str) -> dict[str, Any]:
    return _checked(text, "SAMSYN_KEYS")


@lru_cache(maxsize=1)
def _in_file(path: Path, _changed: int, _file: int) -> dict[str, Any]:
    return _checked(path.read_text(), str(path))


def _checked(text: str, where: str) -> dict[str, Any]:
    """The keys that `text` holds. Raises `ValueError` with what is wrong, never with a key."""
    try:
        keys = json.loads(text)
        whole = keys["current"] in keys["data"] and isinstance(keys["data"], dict)
        every = (keys["index"], *keys.get("earlier_index", []), *keys["data"].values())
        sizes = {len(base64.b64decode(key, validate=True)) for key in every}
    except (ValueError, TypeError, KeyError):
        whole, sizes = False, set()
    if not whole or sizes != {32}:
        raise ValueError(
            f'{where} does not hold keys: a JSON object with "current" (a name), "data" (names with keys) and'
            ' "index" (a key), and maybe "earlier_index" (a list of keys); each key is 32 bytes in base64'
        )
    return dict(keys)


def key_ids() -> list[str]:
    """Names of the data keys held, the current one first."""
    return sorted(_keys()["data"], key=lambda k: k != _keys()["current"])


def are_given() -> bool:
    """Whether the keys come from the environment, where new ones are put by whoever keeps them."""
    return bool(os.environ.get("SAMSYN_KEYS"))


def add_keys() -> str:
    """Make a new data key and a new index key; older ones stay. Rows are renewed by the caller."""
    keys = _keys()
    name = f"k{secrets.token_hex(3)}"
    index = {"index": _new_key(), "earlier_index": [keys["index"], *keys.get("earlier_index", [])]}
    _draft({**keys, "current": name, "data": {**keys["data"], name: _new_key()}, **index}).replace(_key_file())
    return name


def encrypt(text: str, *, about: str) -> tuple[str, str]:
    """(`key id`, `base64 of nonce and ciphertext`). `about` binds the value to its row."""
    name = _keys()["current"]
    nonce = secrets.token_bytes(12)
    key = base64.b64decode(_keys()["data"][name])
    return name, base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())).decode()


def decrypt(key_id: str, value: str, *, about: str) -> str:
    """The text again. Raises `KeyMissing` where the key id is unknown here."""
    if key_id not in _keys()["data"]:
        raise KeyMissing(key_id)
    raw = base64.b64decode(value)
    key = base64.b64decode(_keys()["data"][key_id])
    return AESGCM(key).decrypt(raw[:12], raw[12:], about.encode()).decode()


def seal_bytes(data: bytes, *, about: str) -> tuple[str, bytes]:
    """(`key id`, nonce and ciphertext) of a file's bytes, bound to `about`."""
    name, nonce = _keys()["current"], secrets.token_bytes(12)
    key = base64.b64decode(_keys()["data"][name])
    return name, nonce + AESGCM(key).encrypt(nonce, data, about.encode())


def open_bytes(key_id: str, sealed: bytes, *, about: str) -> bytes:
    """The file's bytes again. Raises `KeyMissing`, or `InvalidTag` where it was changed."""
    if key_id not in _keys()["data"]:
        raise KeyMissing(key_id)
    return AESGCM(base64.b64decode(_keys()["data"][key_id])).decrypt(sealed[:12], sealed[12:], about.encode())


def blind_index(text: str, *, vault: str) -> str:
    """A keyed fingerprint for equality look-ups inside one vault; useless without the index key."""
    return blind_indexes([text], vaults=[vault])[0]


def blind_indexes(texts: Iterable[str], *, vaults: Iterable[str]) -> list[str]:
    """The fingerprints to look for, every text in every vault: under the current index key, then each earlier one."""
    held, wanted = _keys(), [f"{vault}|{text}".encode() for vault in vaults for text in texts]
    keys = [base64.b64decode(key) for key in (held["index"], *held.get("earlier_index", []))]
    return [hmac.digest(key, words, "sha256").hex() for key in keys for words in wanted]
