"""PDF files written by hand, object by object."""

from __future__ import annotations


def pdf(
    *pages: str, script: str = "", is_locked: bool = False, size: tuple[int, int] = (300, 400), crop: str = ""
) -> bytes:
    """A page for each text; a script that runs when it is opened, and a password, where asked for.

    ``size`` and ``crop`` are in points; « 300 0 500 400 » cuts all of the page away.
    """
    count = len(pages)
    action = f"/OpenAction << /S /JavaScript /JS ({script}) >>" if script else ""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {action} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    cut = f"/CropBox [{crop}]" if crop else ""
    for number, words in enumerate(pages):
        content = f"BT /F1 24 Tf 20 200 Td ({words}) Tj ET"
        box = f"[0 0 {size[0]} {size[1]}]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} {cut} /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    written, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>]"
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R {lock if is_locked else ''} >>"
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(written)}\n%%EOF"
    )
    return written + end.encode()
