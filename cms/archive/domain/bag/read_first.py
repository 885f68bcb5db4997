"""What a bag says to whoever opens it, before anything else."""

from __future__ import annotations

OF_THE_BAG = """Ce sac contient toute la mémoire d’un quartier : gardez-le en lieu sûr.

Dans ce sac, seul data/site est public : ouvrez data/site/index.html, sans Internet.

data/masters contient tous les originaux et data/metadata toutes les descriptions. Des pièces ne sont pas publiques :
brouillons, pièces retirées, pièces qui doivent attendre une date. Leurs originaux et leurs descriptions y sont aussi.
La colonne « live » de data/metadata/items.csv vaut 1 pour ce qui est publié; data/metadata/takedowns.jsonld dit ce qui
a été retiré, et la colonne « dcterms:available », jusqu’à quand une pièce attend.

data/consents contient ce qui n’est dit qu’à l’équipe. Ne le confiez à personne avec le reste.

S’il y a un fichier data/metadata/missing.csv, il nomme les fichiers qui manquaient ou étaient abîmés.
"""

OF_THE_CONSENTS = """Ce dossier contient qui a accepté quoi : des noms, des courriels, des papiers signés.
Il contient aussi qui a donné quoi, et les réponses à « Avez-vous reconnu? » : des noms de voisines et de voisins.
Il contient enfin ce qui n’est dit qu’à l’équipe (team.csv, team.jsonld) : notes, noms que le site ne dit pas,
où est un original, pourquoi une pièce attend, qui a demandé un retrait.
Il n’est pas public. Gardez-le à part si vous confiez le reste à quelqu’un.
"""
