"""Which colours does a picture mean? Those of its ICC profile, brought to sRGB; a profile that is no good is passed over.

Profiles: ICC.1:2022; the conversion is Little CMS (through Pillow), relative colorimetric by what the profile prefers.
"""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

from firsthand.reading.picture_limits import PILLOW_FAILS

MAX_PROFILE = 4_000_000
"""Bytes of a profile; the largest of printers have 3 million."""

PROFILE_FAILS = (*PILLOW_FAILS, ImageCms.PyCMSError)

_SPACES = {"RGB ": ("RGB", "RGBA"), "GRAY": ("L",), "CMYK": ("CMYK",)}
"""Colour spaces of profiles, and the modes of pictures that they can speak of."""


def in_srgb(image: Image.Image, profile: bytes) -> tuple[Image.Image, str]:
    """(the picture in sRGB, a note): `profile` is the file's ICC profile, may be empty.

    The picture stays as it is, and the note says why, where the profile is too large, broken, or of another kind of picture.
    """
    if not profile:
        return image, ""
    if len(profile) > MAX_PROFILE:
        return image, f"Its colour profile has {len(profile):,} bytes and was left aside; colours may be off."
    try:
        return _converted(image, profile), ""
    except PROFILE_FAILS:
        return image, "Its colour profile is broken or of another kind of picture; colours may be off."


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha else image
    transform = _transform(profile, plain.mode)
    done = plain if transform is None else ImageCms.applyTransform(plain, transform)
    assert done is not None, "a new picture was asked for"
    if alpha:
        done.putalpha(alpha)
    return done


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a profile to sRGB; None where it is sRGB already. Raises one of PROFILE_FAILS."""
    held = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if mode not in _SPACES.get(held.profile.xcolor_space, ()):
        raise ValueError("the profile is of another kind of picture")
    if mode == "RGB" and (ImageCms.getProfileDescription(held) or "").strip().startswith("sRGB"):
        return None
    target = ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(held, target, mode, "RGB", ImageCms.Intent(ImageCms.getDefaultIntent(held)))
