import crm.events.fields
import crm.events.models.events
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from crm.accounts.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('events', '0001_initial'),
        ('events', '0002_registrations'),
        ('events', '0003_venues_kinds_and_company'),
        ('events', '0004_several_audiences'),
        ('events', '0005_one_list_of_audiences'),
        ('events', '0006_series'),
        ('events', '0007_neighbours'),
        ('events', '0008_attendance'),
        ('events', '0009_turns_in_line'),
        ('events', '0010_events_that_nobody_counted'),
        ('events', '0011_who_looks_after_an_event'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('partners', '0001_squashed_0016_the_council_and_its_partners'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='OwnKind',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='As people say it: Planting day.', max_length=60, unique=True, verbose_name='name')),
                    ('nature', models.CharField(choices=[('board_meeting', 'Board meeting'), ('annual_assembly', 'Annual general assembly'), ('special_assembly', 'Special assembly'), ('consultation', 'Public consultation'), ('activity', 'Activity'), ('fete', 'Neighbourhood fête'), ('training', 'Training or information session'), ('inter_council', 'Meeting between councils'), ('meeting', 'Meeting with partners'), ('presence', 'Presence at somebody’s event')], default='activity', help_text='The kind it is nearest to: it is found with those.', max_length=30, verbose_name='nature')),
                    ('slug', models.SlugField(editable=False, max_length=120, unique=True)),
                ],
                options={
                    'verbose_name': 'kind of our own',
                    'verbose_name_plural': 'kinds of our own',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(help_text='The value of an RRULE (RFC 5545).', max_length=120, verbose_name='rule')),
                    ('first_on', models.DateField(verbose_name='first day')),
                    ('until', models.DateField(verbose_name='last day')),
                    ('starts', models.TimeField(blank=True, null=True, verbose_name='hour')),
                    ('skipped_days', models.JSONField(blank=True, default=list)),
                    ('continues', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continued_by', to='events.series')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'series',
                    'verbose_name_plural': 'series',
                    'ordering': ['first_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('first_on'))), name='series_ends_after_it_begins', violation_error_message='The series ends before it begins: check the last day.')],
                },
            ),
            migrations.CreateModel(
                name='Venue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                    ('name', models.CharField(help_text='As people call it.', max_length=200, unique=True, verbose_name='name')),
                    ('slug', models.SlugField(editable=False, max_length=120, unique=True)),
                    ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                    ('accessibility', models.CharField(blank=True, help_text='Ramp, lift, adapted toilet, loop for hearing aids; and what is missing.', max_length=250, verbose_name='how one gets in')),
                    ('folded_name', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=200)),
                ],
                options={
                    'verbose_name': 'place',
                    'verbose_name_plural': 'places',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='venue_whole_position', violation_error_message='A position is two numbers: latitude and longitude.')],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                    ('kind', models.CharField(choices=[('board_meeting', 'Board meeting'), ('annual_assembly', 'Annual general assembly'), ('special_assembly', 'Special assembly'), ('consultation', 'Public consultation'), ('activity', 'Activity'), ('fete', 'Neighbourhood fête'), ('training', 'Training or information session'), ('inter_council', 'Meeting between councils'), ('meeting', 'Meeting with partners'), ('presence', 'Presence at somebody’s event')], default='activity', max_length=30, verbose_name='kind')),
                    ('own_kind', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.ownkind', verbose_name='kind of our own')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('slug', models.SlugField(blank=True, editable=False, max_length=120, unique=True, verbose_name='address on the site')),
                    ('starts_at', models.DateTimeField(verbose_name='starts')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                    ('all_day', models.BooleanField(default=False, help_text='The hours are then left out.', verbose_name='all day')),
                    ('mode', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('hybrid', 'In person and online')], default='in_person', max_length=10, verbose_name='how one takes part')),
                    ('place', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.venue', verbose_name='known place')),
                    ('venue', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                    ('accessibility', models.CharField(blank=True, max_length=250, verbose_name='how one gets in')),
                    ('online_url', models.URLField(blank=True, verbose_name='online address')),
                    ('audiences', crm.events.fields.ChoiceSetField(choices=[('everyone', 'Everyone'), ('children', 'Children'), ('teenagers', 'Teenagers'), ('families', 'Families'), ('seniors', 'Seniors'), ('members', 'Board members')], default=crm.events.models.events.for_everyone, max_length=120, verbose_name='for whom')),
                    ('summary', models.CharField(blank=True, max_length=280, verbose_name='in one sentence')),
                    ('description', wagtail.fields.RichTextField(blank=True, verbose_name='description')),
                    ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.picture', verbose_name='image')),
                    ('image_alt', models.CharField(blank=True, max_length=250, verbose_name='what the image shows')),
                    ('image_is_decorative', models.BooleanField(default=False, help_text='It adds nothing to the text; nobody needs it described.', verbose_name='decorative image')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('cancelled', 'Cancelled'), ('postponed', 'Postponed')], default='draft', max_length=12, verbose_name='status')),
                    ('status_note', models.CharField(blank=True, max_length=250, verbose_name='what changed')),
                    ('previous_starts_at', models.DateTimeField(blank=True, editable=False, help_text='When it was to start, before it was postponed.', null=True)),
                    ('series', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='occurrences', to='events.series', verbose_name='series')),
                    ('occurrence_on', models.DateField(blank=True, editable=False, null=True)),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('followed_by', models.ForeignKey(blank=True, help_text='Of the council: it is handed over when they leave. The public does not see it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events_followed', to=settings.AUTH_USER_MODEL, verbose_name='who looks after it')),
                    ('search_text', models.TextField(blank=True, default='', editable=False)),
                ],
                options={
                    'verbose_name': 'event',
                    'verbose_name_plural': 'events',
                    'ordering': ['starts_at', 'pk'],
                    'indexes': [models.Index(fields=['status', 'starts_at'], name='event_status_starts')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='event_ends_after_start', violation_error_message='The event ends before it starts: check both times.'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='event_whole_position'), models.UniqueConstraint(fields=('series', 'occurrence_on'), name='event_once_a_day_in_a_series')],
                },
            ),
            migrations.CreateModel(
                name='RegistrationDesk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='desk', to='events.event', verbose_name='event')),
                    ('capacity', models.PositiveIntegerField(blank=True, help_text='Empty: as many as come. When it is full, people are put on a waiting list.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places in all')),
                    ('most_places', models.PositiveSmallIntegerField(default=6, help_text='How many places one person may take for their family.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='places at once')),
                    ('opens_at', models.DateTimeField(blank=True, help_text='Empty: at once.', null=True, verbose_name='opens')),
                    ('closes_at', models.DateTimeField(blank=True, help_text='Empty: when the event starts.', null=True, verbose_name='closes')),
                    ('hold_hours', models.PositiveSmallIntegerField(default=24, help_text='A freed place is kept that long for the first in line, then offered to the next.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours to answer an offer')),
                    ('keep_days', models.PositiveSmallIntegerField(default=30, help_text='So many days after the event, names and answers are destroyed; the counts stay.', verbose_name='days that names are kept')),
                    ('asks_age', models.BooleanField(default=True, help_text="The law wants a parent's consent under 14. Untick only when no child could register.", verbose_name='ask whether the person is 14 or over')),
                    ('asks_photo_consent', models.BooleanField(default=False, help_text='A separate box, which nobody must tick.', verbose_name='ask for consent to photographs')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('last_turn', models.PositiveIntegerField(default=0, editable=False)),
                ],
                options={
                    'verbose_name': 'registration desk',
                    'verbose_name_plural': 'registration desks',
                    'constraints': [models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='desk_closes_after_opening', violation_error_message='Registration closes before it opens: check both times.')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('desk', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='events.registrationdesk')),
                    ('label', models.CharField(max_length=150, verbose_name='question')),
                    ('kind', models.CharField(choices=[('text', 'A few words'), ('choice', 'One choice in a list'), ('yes_no', 'A box to tick')], default='text', max_length=10, verbose_name='answer')),
                    ('choices', models.TextField(blank=True, help_text='One a line, when there is a choice to make.', verbose_name='choices')),
                    ('required', models.BooleanField(default=False, verbose_name='must be answered')),
                    ('sort_order', models.PositiveSmallIntegerField(default=0, editable=False)),
                ],
                options={
                    'verbose_name': 'question',
                    'verbose_name_plural': 'questions',
                    'ordering': ['sort_order', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Registration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='events.registrationdesk')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('email', models.CharField(blank=True, max_length=254, verbose_name='e-mail')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('places', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                    ('state', models.CharField(choices=[('registered', 'Registered'), ('offered', 'Being offered a place'), ('waiting', 'On the waiting list'), ('cancelled', 'Cancelled'), ('expired', 'Did not answer the offer'), ('repeated', 'Asked twice')], max_length=10, verbose_name='state')),
                    ('together', models.BooleanField(default=False, help_text='Waits until there is room for everyone together.', verbose_name='all or none')),
                    ('turn', models.PositiveIntegerField(default=0, editable=False)),
                    ('offered_places', models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                    ('offer_ends_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='offer ends')),
                    ('parent_name', models.CharField(blank=True, max_length=120, verbose_name="parent's name")),
                    ('parent_contact', models.CharField(blank=True, max_length=254, verbose_name="parent's telephone or e-mail")),
                    ('photo_statement', models.TextField(blank=True, help_text='The words that were agreed to; empty when they were not.', verbose_name='consent to photographs')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last change')),
                    ('entered_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'registration',
                    'verbose_name_plural': 'registrations',
                    'ordering': ['pk'],
                    'permissions': [('export_registration', 'Can export registrations')],
                    'indexes': [models.Index(fields=['state', 'offer_ends_at'], name='registration_offers')],
                    'constraints': [models.UniqueConstraint(models.F('desk'), django.db.models.functions.text.Lower('email'), condition=models.Q(('state__in', ('registered', 'waiting', 'offered')), models.Q(('email', ''), _negated=True)), name='registration_once_an_address', violation_error_message='This address already has places, or waits for some.'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='registration_has_a_place'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), ('offer_ends_at__isnull', False), ('offered_places__gte', 1), ('offered_places__lte', models.F('places'))), models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_ends_at__isnull', True), ('offered_places__isnull', True)), _connector='OR'), name='registration_offer_has_an_end')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='events.registration')),
                    ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='events.question')),
                    ('asked', models.CharField(max_length=150, verbose_name='question')),
                    ('text', models.CharField(max_length=500, verbose_name='answer')),
                ],
                options={
                    'verbose_name': 'answer',
                    'verbose_name_plural': 'answers',
                    'ordering': ['pk'],
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('registration', 'question'), name='answer_once')],
                },
            ),
            migrations.CreateModel(
                name='RegistrationTally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('desk', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='events.registrationdesk')),
                    ('registrations', models.PositiveIntegerField(verbose_name='registrations')),
                    ('places', models.PositiveIntegerField(verbose_name='places taken')),
                    ('waiting', models.PositiveIntegerField(verbose_name='waited in vain')),
                    ('cancelled', models.PositiveIntegerField(verbose_name='cancelled')),
                    ('forgotten_at', models.DateTimeField(verbose_name='names destroyed')),
                ],
                options={
                    'verbose_name': 'counts of registrations',
                    'verbose_name_plural': 'counts of registrations',
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='HeadCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='head_counts', to='events.event')),
                    ('round', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('crowd', models.CharField(choices=[('everyone', 'All together'), ('children', 'Children'), ('teenagers', 'Teenagers'), ('adults', 'Adults'), ('seniors', 'Seniors')], default='everyone', max_length=12, verbose_name='who was counted')),
                    ('number', models.PositiveIntegerField(verbose_name='how many')),
                    ('counted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                    ('counted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='counted')),
                    ('corrects', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='correction', to='events.headcount')),
                ],
                options={
                    'verbose_name': 'head count',
                    'verbose_name_plural': 'head counts',
                    'ordering': ['counted_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'crowd'), name='head_count_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='CountWaiver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='count_waiver', to='events.event')),
                    ('waived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                    ('waived_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='said')),
                ],
                options={
                    'verbose_name': 'event that nobody counted',
                    'verbose_name_plural': 'events that nobody counted',
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='Tick',
                fields=[
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='events.event')),
                    ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='events.registration')),
                    ('walk_in', models.UUIDField(blank=True, editable=False, null=True)),
                    ('had_registered', models.BooleanField(default=False, editable=False)),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                    ('present', models.PositiveSmallIntegerField(verbose_name='there')),
                    ('seen', models.UUIDField(blank=True, editable=False, null=True)),
                    ('seen_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('ticked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='noted')),
                    ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                    ('ticked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ],
                options={
                    'verbose_name': 'arrival',
                    'verbose_name_plural': 'arrivals',
                    'ordering': ['ticked_at', 'key'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('had_registered', True), ('name', ''), ('registration__isnull', False), ('walk_in__isnull', True)), models.Q(('registration__isnull', True), ('walk_in__isnull', False)), _connector='OR'), name='tick_of_one_party')],
                },
            ),
            migrations.CreateModel(
                name='EventOrganization',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='organizations', to='events.event')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_parts', to='partners.organization', verbose_name='organization')),
                    ('role', models.CharField(choices=[('organizer', 'Organizes it with us'), ('partner', 'Partner of the event')], default='partner', max_length=10, verbose_name='its part')),
                ],
                options={
                    'verbose_name': 'organization of the event',
                    'verbose_name_plural': 'organizations of the event',
                    'ordering': ['role', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('event', 'organization'), name='event_organization_once')],
                },
            ),
            migrations.CreateModel(
                name='EventRepresentative',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='events.event')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events_attended', to='partners.person', verbose_name='person')),
                ],
                options={
                    'verbose_name': 'representative at the event',
                    'verbose_name_plural': 'representatives at the event',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('event', 'person'), name='event_representative_once')],
                },
            ),
            migrations.CreateModel(
                name='EventLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='events.event')),
                    ('title', models.CharField(max_length=120, verbose_name='what one finds there')),
                    ('url', models.URLField(max_length=500, verbose_name='address')),
                ],
                options={
                    'verbose_name': 'link of the event',
                    'verbose_name_plural': 'links of the event',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='EventDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='events.event')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtaildocs.document', verbose_name='document')),
                ],
                options={
                    'verbose_name': 'document of the event',
                    'verbose_name_plural': 'documents of the event',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='EventPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='events.event')),
                    ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.picture', verbose_name='picture')),
                    ('alt', models.CharField(max_length=250, verbose_name='what the image shows')),
                    ('caption', models.CharField(blank=True, max_length=250, verbose_name='caption')),
                ],
                options={
                    'verbose_name': 'photo of the event',
                    'verbose_name_plural': 'photos of the event',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='PartnerCalendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendars', to='partners.organization', verbose_name='partner')),
                    ('url', models.CharField(help_text='The address that ends in .ics, which the partner gives to subscribe; webcal or https.', max_length=500, unique=True, verbose_name='address of the calendar')),
                    ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='accepted')),
                    ('accepted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('next_read_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='last read')),
                    ('problem', models.CharField(blank=True, choices=[('address', 'This is not the address of a calendar: it begins with https or webcal.'), ('unknown', 'No server has that name: check the address.'), ('private', 'This address leads inside a private network, where Parvis does not go.'), ('certificate', 'The certificate of that site is not valid.'), ('unreachable', 'The server does not answer.'), ('silent', 'The server takes too long to answer.'), ('moved', 'The address leads from one to another without end.'), ('gone', 'The calendar is no longer at that address: ask the partner for the new one.'), ('refused', 'The server refuses to give the calendar.'), ('large', 'The calendar is larger than 2 MB.'), ('unreadable', 'What is at that address is not a calendar.')], editable=False, max_length=12, verbose_name='problem')),
                    ('failures', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('etag', models.CharField(blank=True, editable=False, max_length=200)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ],
                options={
                    'verbose_name': 'partner’s calendar',
                    'verbose_name_plural': 'partners’ calendars',
                    'ordering': ['organization__name', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='NeighbourEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='events.partnercalendar')),
                    ('uid', models.CharField(max_length=255)),
                    ('recurrence', models.CharField(blank=True, max_length=40)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('starts_at', models.DateTimeField(verbose_name='starts')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                    ('all_day', models.BooleanField(default=False, verbose_name='all day')),
                    ('venue', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='page')),
                    ('is_cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                    ('is_hidden', models.BooleanField(default=False, help_text='A person decided not to show it.', verbose_name='not shown')),
                    ('same_as', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='repeated_elsewhere', to='events.event')),
                ],
                options={
                    'verbose_name': 'event of the neighbourhood',
                    'verbose_name_plural': 'events of the neighbourhood',
                    'ordering': ['starts_at', 'pk'],
                    'indexes': [models.Index(fields=['starts_at'], name='neighbour_event_starts')],
                    'constraints': [models.UniqueConstraint(fields=('calendar', 'uid', 'recurrence'), name='neighbour_event_once')],
                },
            ),
        ]),
    ]
