"""Sentences of Wagtail's without French of their own, or whose French is not ours: our catalogue gives it."""

from django.utils.translation import gettext_noop

# On a telephone, « Aller sur l'administration de Wagtail » goes beyond both edges; and nobody here knows Wagtail.
gettext_noop("Go to Wagtail admin")
gettext_noop("Please add some alt text for your image or mark it as decorative")

# « Il n'y a pas de envois à afficher. Pourquoi ne pas en ajouter un ? »
gettext_noop("There are no %(model_name)s to display.")
gettext_noop('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?')
gettext_noop("No %(model_name)s match your query.")

# « Ajouter un(e) Question »: nobody says that.
gettext_noop("Add %(label)s")

# « Pourquoi ne pas en transférer un(e) maintenant ? »
gettext_noop(
    'Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent" '
    'data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'
)

# « 2 fragment sélectionné »: what is ticked in a list is no fragment.
gettext_noop("1 snippet selected")
gettext_noop("%(objects)s snippets selected")
gettext_noop("All %(objects)s snippets on this screen selected")
gettext_noop("All snippets in listing selected")

# « Désolé, vous n'avez pas les autorisations pour accéder à cette zone. »
gettext_noop("Sorry, you do not have permission to access this area.")

# Django's « 25,0 Mio » is a word of engineers: people here say « 25 Mo ».
gettext_noop("%s KB")
gettext_noop("%s MB")
gettext_noop("%s GB")
