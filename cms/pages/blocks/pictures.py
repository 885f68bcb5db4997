"""Blocks of images. Each says what it shows, or says that it only decorates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class PictureWidth(models.TextChoices):
    TEXT = "text", _("As wide as the text")
    WIDE = "wide", _("As wide as the page")


class PictureBlock(blocks.StructBlock):
    """One image at its natural ratio, with its caption and the credit kept with the image."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    width = blocks.ChoiceBlock(label=_("Width"), choices=PictureWidth.choices, default=PictureWidth.TEXT)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/picture.html"
        description = _("One image with its caption.")
        preview_template = "blocks/previews/picture.html"


class GalleryPictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Image")


class GalleryBlock(blocks.StructBlock):
    """Several images side by side, like a contact sheet; none is cropped."""

    pictures = blocks.ListBlock(GalleryPictureBlock(), label=_("Images"), min_num=2, max_num=24)

    class Meta:
        icon = "copy"
        label = _("Gallery")
        template = "blocks/gallery.html"
        description = _("Several images side by side.")
        preview_template = "blocks/previews/gallery.html"
