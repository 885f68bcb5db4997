"""What IIIF Presentation 3.0 and Image 3.0 require of the documents we make, as JSON Schema.

Written from the tables of https://iiif.io/api/presentation/3.0/ (A. Summary of Property Requirements) and
https://iiif.io/api/image/3.0/#5-image-information; stricter than they are: no property that we do not write.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
URI: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
WORDS: Schema = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^(none|[a-z]{2,3}(-[A-Za-z]+)?)$"},
    "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
}
PIXELS: Schema = {"type": "integer", "minimum": 1}


def closed(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def several(what: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": what}


PAIR = closed(["label", "value"], label=WORDS, value=WORDS)
SERVICE = closed(
    ["id", "type", "profile"], id=URI, type={"const": "ImageService3"}, profile={"enum": ["level0", "level1", "level2"]}
)
PICTURE = closed(
    ["id", "type", "format", "height", "width", "service"],
    id=URI,
    type={"const": "Image"},
    format={"const": "image/jpeg"},
    height=PIXELS,
    width=PIXELS,
    service=several(SERVICE),
)
PLAYED = closed(
    ["id", "type", "format", "duration"],
    id=URI,
    type={"enum": ["Sound", "Video"]},
    format={"type": "string", "pattern": "^(audio|video)/"},
    duration={"type": "number", "exclusiveMinimum": 0},
    height=PIXELS,
    width=PIXELS,
)
# Of a film one must know the shape, of a sound there is none.
PLAYED |= {
    "if": {"properties": {"type": {"const": "Video"}}},
    "then": {"required": ["height", "width"]},
    "else": {"properties": {"height": False, "width": False}},
}
CHOICE = closed(["type", "items"], type={"const": "Choice"}, items=several(PLAYED))
CAPTIONS = closed(
    ["id", "type", "format", "label", "language"],
    id=URI,
    type={"const": "Text"},
    format={"const": "text/vtt"},
    label=WORDS,
    # The standard has a list of languages everywhere; its cookbook and its validator, one word in what is annotated.
    language={"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z]+)?$"},
)


def annotations(motivation: str, body: Schema) -> Schema:
    """Pages of annotations: those that paint a canvas, those that stand beside it."""
    one = closed(
        ["id", "type", "motivation", "body", "target"],
        id=URI,
        type={"const": "Annotation"},
        motivation={"const": motivation},
        body=body,
        target=URI,
    )
    return several(closed(["id", "type", "items"], id=URI, type={"const": "AnnotationPage"}, items=several(one)))


CANVAS: Schema = {
    **closed(
        ["id", "type", "items"],
        id={**URI, "not": {"pattern": "#"}},
        type={"const": "Canvas"},
        label=WORDS,
        height=PIXELS,
        width=PIXELS,
        duration={"type": "number", "exclusiveMinimum": 0},
        items=annotations("painting", {"oneOf": [PICTURE, PLAYED, CHOICE]}),
        annotations=annotations("supplementing", CAPTIONS),
    ),
    "dependentRequired": {"height": ["width"], "width": ["height"]},
    "anyOf": [{"required": ["height", "width"]}, {"required": ["duration"]}],
}
LINK = closed(
    ["id", "type", "label", "format"], id=URI, type={"type": "string"}, label=WORDS, format={"type": "string"}
)
COLLECTION_LINK = closed(["id", "type", "label"], id=URI, type={"const": "Collection"}, label=WORDS)
MANIFEST_LINK = closed(
    ["id", "type", "label"], id=URI, type={"const": "Manifest"}, label=WORDS, thumbnail=several(PICTURE)
)
CONTEXT: Schema = {"const": "http://iiif.io/api/presentation/3/context.json"}
RIGHTS: Schema = {
    "type": "string",
    "pattern": r"^http://(creativecommons\.org/(licenses|publicdomain)/.*/|rightsstatements\.org/vocab/[^/]+/1\.0/)$",
}
MANIFEST = closed(
    ["@context", "id", "type", "label", "items"],
    **{
        "@context": CONTEXT,
        "id": URI,
        "type": {"const": "Manifest"},
        "label": WORDS,
        "summary": WORDS,
        "metadata": several(PAIR),
        "rights": RIGHTS,
        "requiredStatement": PAIR,
        "provider": several(
            closed(["id", "type", "label"], id=URI, type={"const": "Agent"}, label=WORDS, homepage=several(LINK))
        ),
        "thumbnail": several(PICTURE),
        "homepage": several(LINK),
        "seeAlso": several(LINK),
        "partOf": several(COLLECTION_LINK),
        "items": several(CANVAS),
    },
)
COLLECTION = closed(
    ["@context", "id", "type", "label", "items"],
    **{
        "@context": CONTEXT,
        "id": URI,
        "type": {"const": "Collection"},
        "label": WORDS,
        "summary": WORDS,
        "homepage": several(LINK),
        "partOf": several(COLLECTION_LINK),
        "items": {"type": "array", "items": {"oneOf": [COLLECTION_LINK, MANIFEST_LINK]}},
    },
)
INFORMATION = closed(
    ["@context", "id", "type", "protocol", "profile", "width", "height", "sizes"],
    **{
        "@context": {"const": "http://iiif.io/api/image/3/context.json"},
        "id": {**URI, "not": {"pattern": "/$"}},
        "type": {"const": "ImageService3"},
        "protocol": {"const": "http://iiif.io/api/image"},
        "profile": {"const": "level0"},
        "width": PIXELS,
        "height": PIXELS,
        "sizes": several(closed(["width", "height"], width=PIXELS, height=PIXELS)),
    },
)
