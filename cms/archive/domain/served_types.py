"""What public copies may be; nothing else is ever served."""

# Each media type with what its address ends in.
EXTENSIONS = {
    "image/avif": "avif",
    "image/webp": "webp",
    "image/jpeg": "jpg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
MEDIA_TYPES = {extension: media_type for media_type, extension in EXTENSIONS.items()}
